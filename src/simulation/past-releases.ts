import type { Version } from "../catalog/version.ts";
import { addDays } from "../instant.ts";
import { VENDOR } from "./actors.ts";
import type { Chance } from "./chance.ts";
import type { PlannedChange } from "./planned-change.ts";
import { enterRelease, newBuilds, newRelease } from "./release-builds.ts";
import type { ReleaseDates, Span } from "./simulation-wish.ts";

/** The age of the oldest release that an installation runs when the simulation begins. */
const OLDEST_DAYS = 240;

/** The changes that enter the releases already out when the simulation is set up. */
export function pastReleases(
  chance: Chance,
  calendar: readonly ReleaseDates[],
  { settledAt: at }: Span,
): readonly PlannedChange[] {
  return calendar
    .filter(({ automaticAt }) => automaticAt <= at)
    .map((dates) => {
      const release = newRelease(dates, "published");
      return { at, actor: VENDOR, commands: enterRelease(release, newBuilds(chance, release)) };
    });
}

/** The versions that installations run at first: the releases of the months before, at least the last one. */
export function runningAtFirst(calendar: readonly ReleaseDates[], { settledAt }: Span): readonly Version[] {
  const past = calendar
    .filter(({ automaticAt }) => automaticAt <= settledAt)
    .sort((a, b) => a.automaticAt - b.automaticAt);
  const recent = past.filter(({ automaticAt }) => automaticAt > addDays(settledAt, -OLDEST_DAYS));
  return (recent.length > 0 ? recent : past.slice(-1)).map(({ version }) => version);
}
