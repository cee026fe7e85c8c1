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

/** R3, R19: a release with new dates, rollout, notes or state. Gives the same object if nothing differs. */
export function changeRelease(
  before: Release,
  change: ReleaseChange,
): Result<Release, Refusal<ReleaseRefusal>> {
  const { state = before.state } = change;
  if (before.state === "withdrawn" && state !== "withdrawn") {
    return err(refuse("release_withdrawn", "A withdrawn release stays withdrawn (R19); add a new release."));
  }
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const after: Release = { ...before, ...Object.fromEntries(given) };
  return JSON.stringify(after) === JSON.stringify(before) ? ok(before) : checkRelease(after);
}
