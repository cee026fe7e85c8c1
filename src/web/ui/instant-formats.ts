import { getLocalTimeZone } from "@internationalized/date";
import type { IntlShape } from "react-intl";

/** An instant as the API gives it (ISO 8601), or in milliseconds since 1970. */
type At = string | number;

/**
 * Every way in which the page writes an instant; nothing else of it formats one. A day of the calendar is a day in UTC
 * (R4), the same for everybody; a time of something that was done is in the person's own time zone, and says which.
 */

/** A day of the calendar: `Dec 1, 2026`. */
export function formatDay(intl: IntlShape, at: At): string {
  return intl.formatDate(at, { dateStyle: "medium", timeZone: "UTC" });
}

/** A day of the calendar without its year: `Dec 1`. */
export function formatDayOfYear(intl: IntlShape, at: At): string {
  return intl.formatDate(at, { day: "numeric", month: "short", timeZone: "UTC" });
}

/** A month of the calendar: `Dec`, with its year `Jan 2027`. */
export function formatMonth(intl: IntlShape, at: At, hasYear = false): string {
  return intl.formatDate(at, { month: "short", timeZone: "UTC", ...(hasYear && { year: "numeric" }) });
}

/** A year of the calendar: `2026`. */
export function formatYear(intl: IntlShape, at: At): string {
  return intl.formatDate(at, { year: "numeric", timeZone: "UTC" });
}

/** A day of the calendar with its time: `Dec 1, 2026, 09:00 UTC`, written as it is entered. */
export function formatDayAndTime(intl: IntlShape, at: At): string {
  return intl.formatDate(at, DAY_AND_TIME);
}

const DAY_PARTS = { year: "numeric", month: "short", day: "numeric" } as const;
const DAY_AND_TIME = {
  ...DAY_PARTS,
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
  timeZoneName: "short",
} as const;

/** A time where the person is: `Nov 30, 2026, 4:00 PM PST`. */
export function formatLocalTime(intl: IntlShape, at: At): string {
  return intl.formatDate(at, { ...DAY_PARTS, ...LOCAL_TIME });
}

/** The day of a time where the person is: `Nov 30, 2026`. */
export function formatLocalDay(intl: IntlShape, at: At): string {
  return intl.formatDate(at, { dateStyle: "medium" });
}

/** The time of day where the person is: `4:00 PM PST`. */
export function formatLocalHour(intl: IntlShape, at: At): string {
  return intl.formatDate(at, LOCAL_TIME);
}

/** A time where the person is, of something just done: the time of day if that is today, else with its day. */
export function formatRecentTime(intl: IntlShape, at: number): string {
  const isToday = formatLocalDay(intl, at) === formatLocalDay(intl, Date.now());
  return isToday ? formatLocalHour(intl, at) : formatLocalTime(intl, at);
}

const LOCAL_TIME = { hour: "numeric", minute: "2-digit", timeZoneName: "short" } as const;

/** The name of the person's time zone, in these years the same in summer and winter: `Pacific Time`; null if it is UTC itself. */
export function localZoneName(intl: IntlShape, now: At): string | null {
  if (getLocalTimeZone() === "UTC") return null;
  const parts = intl.formatDateToParts(now, { timeZoneName: "longGeneric" });
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? getLocalTimeZone();
}
