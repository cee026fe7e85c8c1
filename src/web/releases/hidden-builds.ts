import type { Release } from "../data/releases.ts";
import type { Level } from "./hierarchy-level.ts";

/** Why somebody is shown no builds of a release. */
export type HiddenBuilds = "not_out" | "paused" | "withdrawn" | "not_runnable";

/**
 * R22: why people at a level are shown no builds of a release, or null if they would be shown all that there are: the
 * vendor always, a partner's people once it is out. A customer's people are shown those that their organization may run.
 */
export function hiddenBuilds(
  { state, automaticAt }: Pick<Release, "state" | "automaticAt">,
  level: Level,
  now: number,
): HiddenBuilds | null {
  if (level === "vendor") return null;
  if (state === "planned") return "not_out";
  if (state !== "published") return state;
  if (Date.parse(automaticAt) > now) return "not_out";
  return level === "organization" ? "not_runnable" : null;
}
