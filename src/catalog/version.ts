import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** Two to four numbers, as the vendor wrote them (`45.4` stays `45.4`); a missing part counts as zero. */
export interface Version {
  readonly parts: readonly number[];
}

const DOTTED = /^\d+(?:\.\d+){1,3}$/;
const SEMVER = /^\d+\.\d+\.\d+-\d+$/;

/**
 * Reads `45.4.1.32313` (two to four numbers) or its semver form `45.4.1-32313`.
 * Refuses `version_malformed` for anything else; a part is at most 2^53-1, what semver itself allows.
 */
export function parseVersion(text: string): Result<Version, Refusal<"version_malformed">> {
  const parts = DOTTED.test(text) || SEMVER.test(text) ? text.split(/[.-]/).map(Number) : [];
  if (parts.length === 0 || !parts.every(Number.isSafeInteger)) {
    return err(
      refuse(
        "version_malformed",
        `"${text.slice(0, 60)}" is not a version; use two to four numbers, such as 45.4.1.32313, or the form 45.4.1-32313`,
      ),
    );
  }
  return ok({ parts });
}

/** `45.4.1.32313`; the inverse of {@link parseVersion}. */
export function formatVersion(version: Version): string {
  return version.parts.join(".");
}

/** The shortest form, alike for all versions that are the same number: `45.4` also for `45.4.0.0`. */
export function formatShortest({ parts }: Version): string {
  const length = Math.max(2, parts.findLastIndex((part) => part !== 0) + 1);
  return parts.slice(0, length).join(".");
}

/** Below zero when `a` is older than `b`, zero when both are the same number, above zero when newer. */
export function compareVersions(a: Version, b: Version): number {
  for (let part = 0; part < 4; part++) {
    const difference = (a.parts[part] ?? 0) - (b.parts[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** R20: two versions are of one release line when their first two numbers are the same. */
export function isSameLine(a: Version, b: Version): boolean {
  return a.parts[0] === b.parts[0] && a.parts[1] === b.parts[1];
}
