import type { ListedRelease } from "./find-release.ts";
import { formatColumns, showInstant } from "./format-text.ts";

/** The table of `release list` and `calendar show`. */
export function releasesText(releases: readonly ListedRelease[]): string {
  if (releases.length === 0) return "There is no release yet.";
  return formatColumns([
    ["VERSION", "STATE", "AUTOMATIC", "SLOW", "ROLLOUT", "CRITICAL"],
    ...releases.map((release) => [
      release.version,
      release.state,
      showInstant(release.automaticAt),
      showInstant(release.slowAt),
      release.rolloutDays === 0 ? "-" : `${release.rolloutDays} days`,
      release.critical ? `${release.critical.scope}: ${release.critical.reason}` : "-",
    ]),
  ]);
}
