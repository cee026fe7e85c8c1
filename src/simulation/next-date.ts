import type { Calendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { datesAt } from "../policy/dates.ts";
import { GATES } from "../policy/gates/gates.ts";
import { CADENCES, MAX_DEFERRAL_WEEKS, type Schedule } from "../policy/schedule.ts";
import { beginStanding } from "../policy/standing.ts";

/**
 * The next instant after `now` at which any schedule gets a release or a rollout ends, or Infinity if none is known.
 */
export function nextDate(calendar: Calendar, now: Instant): number {
  let next = Number.POSITIVE_INFINITY;
  for (const schedule of EVERY_SCHEDULE) {
    for (const date of datesAt(calendar, beginStanding(schedule), null, GATES)) {
      if (date > now && date < next) next = date;
    }
  }
  return next;
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
