import type { Calendar } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import { addDays, addWeeks, type Instant } from "../instant.ts";
import { MAX_DEFERRAL_WEEKS } from "../policy/schedule.ts";

/** The next instant after `now` at which any schedule gets a release, or a rollout ends; Infinity: none is in sight. */
export function nextDate(calendar: Calendar, now: Instant): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { release } of calendar) {
    for (const date of datesOf(release)) if (date > now && date < next) next = date;
  }
  return next;
}

/** Every instant at which some schedule begins or ends to get it; those of schedules that nobody has do no harm. */
function* datesOf({ automaticAt, slowAt, rolloutDays }: Release): Generator<Instant> {
  for (let weeks = 0; weeks <= MAX_DEFERRAL_WEEKS.slow; weeks++) {
    yield addWeeks(automaticAt, weeks);
    yield addDays(addWeeks(automaticAt, weeks), rolloutDays);
    if (slowAt !== null) {
      yield addWeeks(slowAt, weeks);
      yield addDays(addWeeks(slowAt, weeks), rolloutDays);
    }
  }
}
