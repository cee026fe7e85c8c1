import type { Calendar } from "../catalog/calendar.ts";
import type { Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { datesOf, type ReleaseDate } from "./release-dates.ts";
import { formatSchedule } from "./schedule.ts";
import type { StandingCount } from "./standing-count.ts";

/** A release, when a schedule gets it, and how many organizations get it then. */
export interface ReachedRelease {
  readonly releaseId: string;
  readonly version: Version;
  readonly at: Instant;
  readonly organizations: number;
}

/** Where a schedule stands in the calendar; null: it has reached none, or none is to come. */
export interface ScheduleProgress {
  /** The newest release that has come to it. */
  readonly reached: ReachedRelease | null;
  /** The first one that is still to come. */
  readonly next: ReachedRelease | null;
}

type Dated = ReachedRelease & Pick<ReleaseDate, "schedule">;

/**
 * R3 to R5, R15, R19, R20: where each schedule in use stands, by its short written form. `planned` is the calendar as planned
 * at `now`, the newest version first. Organizations that a hold keeps back from a release are not counted with it. Where
 * several releases come at one instant, the one that the most organizations get is the next.
 */
export function progressOf(
  counts: readonly StandingCount[],
  planned: Calendar,
  now: Instant,
): ReadonlyMap<string, ScheduleProgress> {
  const places = new Map<string, ScheduleProgress>();
  for (const dated of datesThatMatter(counts, planned, now)) {
    const key = formatSchedule(dated.schedule);
    const { reached, next } = places.get(key) ?? { reached: null, next: null };
    const { schedule: _, ...release } = dated;
    if (dated.at <= now) places.set(key, { reached: reached ?? release, next });
    else places.set(key, { reached, next: isSooner(release, next) ? release : next });
  }
  return places;
}

function isSooner(one: ReachedRelease, other: ReachedRelease | null): boolean {
  if (other === null || one.at < other.at) return true;
  return one.at === other.at && one.organizations > other.organizations;
}

/** The dates of releases that are to come, and of the newest one that each standing has reached; the newest version first. */
function* datesThatMatter(
  counts: readonly StandingCount[],
  planned: Calendar,
  now: Instant,
): Generator<Dated> {
  let waiting = counts;
  for (const entry of planned) {
    if (waiting.length === 0) return;
    if (entry.release.state !== "published") continue;
    const { id: releaseId, version } = entry.release;
    const dates = waiting.map((count) => ({ count, date: datesOf({ entry, planned, now }, [count])[0] }));
    const got = dates.flatMap(({ date }) => (date && date.organizations > 0 ? [date] : []));
    for (const date of together(got)) yield { ...date, releaseId, version };
    waiting = dates
      .filter(({ date }) => !date || date.organizations === 0 || date.at > now)
      .map(({ count }) => count);
  }
}

/** The dates with the same schedule and instant as one. */
function together(dates: readonly ReleaseDate[]): readonly Omit<ReleaseDate, "held">[] {
  const sums = new Map<string, Omit<ReleaseDate, "held">>();
  for (const { schedule, at, organizations } of dates) {
    const key = `${formatSchedule(schedule)}@${at}`;
    const known = sums.get(key)?.organizations ?? 0;
    sums.set(key, { schedule, at, organizations: known + organizations });
  }
  return [...sums.values()];
}
