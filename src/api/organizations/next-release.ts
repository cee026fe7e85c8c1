import { type Calendar, calendarAsPlanned } from "../../catalog/calendar.ts";
import type { Instant } from "../../instant.ts";
import { nextRelease } from "../../policy/forecast.ts";
import type { Standing } from "../../policy/standing.ts";

/**
 * R17: makes the function that gives the next release for a standing, if nothing changes, or nothing if none is
 * planned. It remembers its answers.
 */
export function nextReleaseFinder(calendar: Calendar, now: Instant) {
  const planned = calendarAsPlanned(calendar, now);
  const known = new Map<Standing, ReturnType<typeof toNext>>();
  return (standing: Standing) => {
    const next = known.get(standing) ?? toNext(nextRelease(standing, planned, now));
    known.set(standing, next);
    return next;
  };
}

function toNext(coming: ReturnType<typeof nextRelease>) {
  return coming ? { next: { version: coming.release.version, at: coming.eligibleAt } } : {};
}
