import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** R32: the version of an operating system, in the product's numbers: `10.0.19045`, `12.7`, `22.04`. */
export interface OsVersion {
  /** One to four numbers; a missing one counts as zero. */
  readonly parts: readonly number[];
}

/** The most characters of the text of a version: four numbers of nine digits. */
export const MOST_OS_VERSION_CHARACTERS = 39;

const DOTTED = /^\d{1,9}(?:\.\d{1,9}){0,3}$/;

/** Reads one to four numbers with dots between them. Refuses `os_version_malformed` for anything else. */
export function parseOsVersion(text: string): Result<OsVersion, Refusal<"os_version_malformed">> {
  if (DOTTED.test(text)) return ok({ parts: text.split(".").map(Number) });
  const shown = text.slice(0, 60);
  const message = `"${shown}" is not the version of an operating system; use one to four numbers, such as 10.0.19045, 12.7 or 22.04`;
  return err(refuse("os_version_malformed", message));
}

/** R27: what an installation says of its system, or null if it says nothing that can be read. */
export function readOsVersion(text: string | null): OsVersion | null {
  const read = text === null ? null : parseOsVersion(text);
  return read?.ok ? read.value : null;
}

/** `10.0.19045`; reading it gives the same numbers. */
export function formatOsVersion({ parts }: OsVersion): string {
  return parts.join(".");
}

/** R31: whether no version lies from `from`, included, to `below`, excluded. */
export function isEmptyRange(from: OsVersion, below: OsVersion): boolean {
  return compareOsVersions(from, below) >= 0;
}

/** Below zero if `a` is older than `b`, zero if both are the same number, above zero if it is newer. */
export function compareOsVersions(a: OsVersion, b: OsVersion): number {
  for (let part = 0; part < 4; part++) {
    const difference = (a.parts[part] ?? 0) - (b.parts[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
