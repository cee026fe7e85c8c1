import { err, ok, type Refusal, type Result, refuse } from "./result.ts";

/** A moment in UTC: whole milliseconds since 1970-01-01T00:00:00Z. The only form time has inside the program. */
export type Instant = number & { readonly unit: "milliseconds since 1970 UTC" };

const DAY_MS = 86_400_000;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Wraps a number of milliseconds that is already known to be a moment (a clock, a stored value). */
export function toInstant(milliseconds: number): Instant {
  return Math.trunc(milliseconds) as Instant;
}

/** An instant before all that anything is about. */
export const EARLIEST: Instant = toInstant(Number.MIN_SAFE_INTEGER);

/**
 * Reads ISO 8601: a date (`2026-10-06`, midnight UTC) or a date and time with its zone (`2026-10-06T08:00:00Z`).
 * Refuses `instant_malformed` for any other text and for days that do not exist.
 */
export function parseInstant(text: string): Result<Instant, Refusal> {
  const match = ISO.exec(text);
  const milliseconds = match ? Date.parse(text) : Number.NaN;
  if (!match || Number.isNaN(milliseconds) || !dayExists(match)) {
    return err(
      refuse(
        "instant_malformed",
        `"${text.slice(0, 60)}" is not a moment in time; use ISO 8601 with a zone, such as 2026-10-06T00:00:00Z, or a date, such as 2026-10-06 (midnight UTC)`,
      ),
    );
  }
  return ok(toInstant(milliseconds));
}

/**
 * Reads what {@link parseInstant} reads, but only in the years 0001 to 9999 of UTC: a zone can move an instant out of them,
 * and databases and other programs read no others.
 */
export function parseCalendarInstant(text: string): Result<Instant, Refusal> {
  const instant = parseInstant(text);
  if (!instant.ok || FOUR_DIGITS.test(formatInstant(instant.value))) return instant;
  const message = `"${text.slice(0, 60)}" is out of range; use ISO 8601 in the years 0001 to 9999 in UTC`;
  return err(refuse("instant_malformed", message));
}

const FOUR_DIGITS = /^(?!0000)\d{4}-/;

function dayExists(match: RegExpExecArray): boolean {
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** `2026-10-06T00:00:00.000Z`; the inverse of {@link parseInstant}. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** R4: a week is seven days of 24 hours, in UTC. */
export function addWeeks(instant: Instant, weeks: number): Instant {
  return (instant + weeks * 7 * DAY_MS) as Instant;
}

/** Adds days of 24 hours; a fraction of a day is allowed and rounded down to the millisecond. */
export function addDays(instant: Instant, days: number): Instant {
  return toInstant(instant + days * DAY_MS);
}

/** The whole days of 24 hours from one instant to a later one. */
export function daysBetween(from: Instant, to: Instant): number {
  return Math.floor((to - from) / DAY_MS);
}
