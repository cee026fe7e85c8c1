import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";

/**
 * The calendar for an answer that can tell of some releases alone. The others stay in it without builds, so that none is
 * offered, and what they say of floors (R28) and of support (R29) still holds.
 */
export function tellableOf(calendar: Calendar, isTold: (entry: CalendarEntry) => boolean): Calendar {
  return calendar.map((entry) => (isTold(entry) ? entry : { ...entry, builds: [] }));
}
