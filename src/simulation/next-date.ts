import type { Calendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { datesAt } from "../policy/dates.ts";
import { GATES } from "../policy/gates/gates.ts";
import { CADENCES, MAX_DEFERRAL_WEEKS, type Schedule } from "../policy/schedule.ts";
import { beginStanding } from "../policy/standing.ts";

/** The dates of a calendar, kept because they are asked for between any two changes. */
const DATES = new WeakMap<Calendar, readonly Instant[]>();

/** The next instant after `now` at which an answer to anybody can change by itself, or Infinity if none is known. */
export function nextDate(calendar: Calendar, now: Instant): number {
  const dates = DATES.get(calendar) ?? allDates(calendar);
  DATES.set(calendar, dates);
  return dates.find((date) => date > now) ?? Number.POSITIVE_INFINITY;
}

/** The soonest first. */
function allDates(calendar: Calendar): readonly Instant[] {
  const dates = new Set<Instant>();
  for (const schedule of EVERY_SCHEDULE) {
    for (const date of datesAt(calendar, beginStanding(schedule), null, GATES)) dates.add(date);
  }
  return [...dates].sort((a, b) => a - b);
}

/** Every schedule of R1, used or not: additional dates do no harm. */
const EVERY_SCHEDULE: readonly Schedule[] = CADENCES.flatMap((cadence): readonly Schedule[] =>
  cadence === "automatic"
    ? [{ cadence }]
    : Array.from({ length: MAX_DEFERRAL_WEEKS[cadence] + 1 }, (_, deferralWeeks) => ({
        cadence,
        deferralWeeks,
      })),
);
