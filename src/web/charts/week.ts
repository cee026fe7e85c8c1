import { whyNotOffered } from "../releases/not-offered.ts";
import { writeSchedule } from "../schedule/schedule.ts";
import { dayOf } from "./came-out.ts";
import type { DrawnRelease } from "./drawn-shapes.ts";

/** A release that arrives at one instant, for how many customers, by which schedules. */
export interface Arrival {
  readonly releaseId: string;
  readonly version: string;
  readonly at: string;
  readonly organizations: number;
  /** In the short written form of an address. */
  readonly schedules: readonly string[];
}

/** What arrives on a day in UTC. */
export interface ArrivalDay {
  readonly day: string;
  readonly arrivals: readonly Arrival[];
}

/** The number of days shown. */
export const SHOWN_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * What arrives from now on, day by day, from today. R56: a planned release counts as published on its date; one whose date
 * has passed, and one that is paused, arrive once somebody does something, so they do not count.
 */
export function arrivalDays(calendar: readonly DrawnRelease[], now: number): readonly ArrivalDay[] {
  const first = Date.parse(dayOf(now));
  const arrivals = calendar
    .filter((release) => release.state !== "withdrawn" && whyNotOffered(release, now) === null)
    .flatMap(arrivalsOf);
  return Array.from({ length: SHOWN_DAYS }, (_, at) => {
    const day = dayOf(first + at * DAY_MS);
    return { day, arrivals: arrivals.filter((one) => dayOf(one.at) === day && Date.parse(one.at) > now) };
  });
}

function arrivalsOf({ id, version, dates }: DrawnRelease): readonly Arrival[] {
  const getting = dates.filter(({ organizations }) => organizations > 0);
  return [...new Set(getting.map(({ at }) => at))].map((at) => {
    const there = getting.filter((one) => one.at === at);
    return {
      releaseId: id,
      version,
      at,
      organizations: there.reduce((sum, one) => sum + one.organizations, 0),
      schedules: there.map(({ schedule }) => writeSchedule(schedule)),
    };
  });
}
