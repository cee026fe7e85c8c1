import type { Version } from "../catalog/version.ts";
import { addDays, type Instant, toInstant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** A release of the calendar that is simulated. */
export interface ReleaseDates {
  readonly version: Version;
  readonly automaticAt: Instant;
  /** The slow date, or null if it is not a slow release. */
  readonly slowAt: Instant | null;
}

/** The input of a simulation. The same input gives the same report, byte by byte. */
export interface Wish {
  readonly calendar: readonly ReleaseDates[];
  readonly installations: number;
  readonly organizations: number;
  readonly days: number;
  readonly seed: number;
}

/**
 * The virtual time of a simulation: it is set up at `settledAt`, then installations ask from `startAt` until `endAt`.
 */
export interface Span {
  readonly settledAt: Instant;
  readonly startAt: Instant;
  readonly endAt: Instant;
}

const DAY_MS = 86_400_000;
/** How many days administrators make changes before the first installation asks. */
const SETTLING_DAYS = 45;
/** How many days are simulated after the last release of the calendar, so that it can spread. */
const DAYS_AFTER_THE_LAST = 14;

const ALLOWED = {
  installations: [1, 5_000_000],
  organizations: [1, 200_000],
  days: [1, 1000],
  seed: [0, 2_147_483_647],
} as const;

/** Checks that a simulation is possible. Refuses `number_out_of_range` and `calendar_too_short`. */
export function checkWish(wish: Wish): Result<Wish, Refusal<"number_out_of_range" | "calendar_too_short">> {
  for (const [name, [least, most]] of Object.entries(ALLOWED)) {
    const given = wish[name as keyof typeof ALLOWED];
    if (!Number.isInteger(given) || given < least || given > most) {
      const message = `${name} is ${given}; use a whole number from ${least} to ${most}`;
      return err(refuse("number_out_of_range", message));
    }
  }
  const { settledAt } = spanOf(wish);
  if (wish.calendar.some(({ automaticAt }) => automaticAt <= settledAt)) return ok(wish);
  const message = `No release of the calendar is out ${SETTLING_DAYS} days before the ${wish.days} days begin; use fewer days, or a longer calendar.`;
  return err(refuse("calendar_too_short", message));
}

/** The virtual time: the last `days` of the calendar, up to some days after its last release. */
export function spanOf({ calendar, days }: Wish): Span {
  const last = Math.max(0, ...calendar.map(({ automaticAt }) => automaticAt));
  const endAt = toInstant((Math.floor(last / DAY_MS) + DAYS_AFTER_THE_LAST) * DAY_MS);
  const startAt = addDays(endAt, -days);
  return { startAt, endAt, settledAt: addDays(startAt, -SETTLING_DAYS) };
}
