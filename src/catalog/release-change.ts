import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Release } from "./release.ts";

/** What can be changed of a release; what is left out stays. */
export type ReleaseChange = {
  readonly [Field in keyof Omit<Release, "id" | "version">]?: Release[Field] | undefined;
};

export type ReleaseRefusal = "slow_before_automatic" | "release_withdrawn";

/** R3: whether a release's dates make sense together; the slow channel never has a release before everybody else. */
export function checkRelease(release: Release): Result<Release, Refusal<ReleaseRefusal>> {
  if (release.slowAt !== null && release.slowAt < release.automaticAt) {
    return err(
      refuse("slow_before_automatic", "slowAt: use the same moment as automaticAt, a later one, or null"),
    );
  }
  return ok(release);
}

/** R30: the reason of an end of life; one that was given for another date goes with that date. */
function reasonAfter(
  before: Release,
  { expiresAt }: Release,
  { expiryReason }: ReleaseChange,
): string | null {
  if (expiresAt === null) return null;
  if (expiryReason !== undefined) return expiryReason;
  return expiresAt === before.expiresAt ? before.expiryReason : null;
}

/** R3, R19, R28 to R31: a release with new dates, rollout, notes, state or limits. Gives the same object if nothing differs. */
export function changeRelease(
  before: Release,
  change: ReleaseChange,
): Result<Release, Refusal<ReleaseRefusal>> {
  const { state = before.state } = change;
  if (before.state === "withdrawn" && state !== "withdrawn") {
    return err(refuse("release_withdrawn", "A withdrawn release stays withdrawn (R19); add a new release."));
  }
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const changed: Release = { ...before, ...Object.fromEntries(given) };
  const after: Release = { ...changed, expiryReason: reasonAfter(before, changed, change) };
  return JSON.stringify(after) === JSON.stringify(before) ? ok(before) : checkRelease(after);
}
