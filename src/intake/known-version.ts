import { compareSemver, isUnreadable, type RunningVersion } from "../catalog/running-version.ts";
import { compareVersions } from "../catalog/version.ts";

/**
 * Below zero if `a` is older than `b`, above zero if newer: numbers as numbers, labels as semver has them. What cannot be
 * read is older than everything.
 */
export function compareKnown(a: RunningVersion, b: RunningVersion): number {
  if (isUnreadable(a) || isUnreadable(b)) return Number(isUnreadable(b)) - Number(isUnreadable(a));
  if ("label" in a || "label" in b) return compareSemver(a, b);
  return compareVersions(a, b);
}
