import type { Version } from "../catalog/version.ts";
import { addDays } from "../instant.ts";
import { VENDOR } from "./actors.ts";
import type { Chance } from "./chance.ts";
import type { PlannedChange } from "./planned-change.ts";
import { enterRelease, newBuilds, newRelease } from "./release-builds.ts";
import type { ReleaseDates, Span } from "./simulation-wish.ts";
import { planPastEnds } from "./vendor-limits.ts";

/** The age of the oldest release that an installation runs when the simulation begins. */
const OLDEST_DAYS = 240;

/**
 * The changes that enter the releases already out when the simulation is set up, and that set the ends of life of some
 * (R30).
 */
export function pastReleases(
  chance: Chance,
  calendar: readonly ReleaseDates[],
  span: Span,
): readonly PlannedChange[] {
  const at = span.settledAt;
  const releases = calendar
    .filter(({ automaticAt }) => automaticAt <= at)
    .sort((a, b) => a.automaticAt - b.automaticAt)
    .map((dates) => newRelease(dates, "published"));
  const entered = releases.map((release): PlannedChange => {
    return { at, actor: VENDOR, commands: enterRelease(release, newBuilds(chance, release)) };
  });
  const ids = releases.map(({ id }) => id);
  return [...entered, ...planPastEnds(chance, ids, span)];
}

/** The versions that installations run at first: the releases of the months before, at least the last one. */
export function runningAtFirst(calendar: readonly ReleaseDates[], { settledAt }: Span): readonly Version[] {
  const past = calendar
    .filter(({ automaticAt }) => automaticAt <= settledAt)
    .sort((a, b) => a.automaticAt - b.automaticAt);
  const recent = past.filter(({ automaticAt }) => automaticAt > addDays(settledAt, -OLDEST_DAYS));
  return (recent.length > 0 ? recent : past.slice(-1)).map(({ version }) => version);
}
