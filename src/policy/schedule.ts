import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** R1, R14: the cadences, the fastest first. */
export const CADENCES = ["automatic", "latest", "slow"] as const;
export type Cadence = (typeof CADENCES)[number];

/** R1: the largest deferral on each cadence, in whole weeks. */
export const MAX_DEFERRAL_WEEKS = { automatic: 0, latest: 4, slow: 12 } as const satisfies Record<
  Cadence,
  number
>;

/** R1: automatic; latest, 0 to 4 weeks later; slow, 0 to 12 weeks later. */
export type Schedule =
  | { readonly cadence: "automatic" }
  | { readonly cadence: "latest"; readonly deferralWeeks: number }
  | { readonly cadence: "slow"; readonly deferralWeeks: number };

/** R6: the vendor default. */
export const AUTOMATIC: Schedule = { cadence: "automatic" };

export type ScheduleRefusal = "cadence_unknown" | "deferral_out_of_range" | "deferral_not_allowed";

const ALLOWED = "automatic; latest with 0 to 4 weeks; slow with 0 to 12 weeks";

/**
 * R1: makes a schedule. `deferralWeeks` is in whole weeks, or undefined if not given. Refuses with the allowed range.
 */
export function toSchedule(
  cadence: string,
  deferralWeeks: number | undefined,
): Result<Schedule, Refusal<ScheduleRefusal>> {
  if (cadence === "automatic") {
    if (deferralWeeks === undefined) return ok(AUTOMATIC);
    return err(refuse("deferral_not_allowed", `automatic has no deferral; use ${ALLOWED}`));
  }
  if (cadence !== "latest" && cadence !== "slow") {
    return err(refuse("cadence_unknown", `"${cadence.slice(0, 40)}" is not a cadence; use ${ALLOWED}`));
  }
  const most = MAX_DEFERRAL_WEEKS[cadence];
  if (
    deferralWeeks === undefined ||
    !Number.isInteger(deferralWeeks) ||
    deferralWeeks < 0 ||
    deferralWeeks > most
  ) {
    const fault =
      deferralWeeks === undefined ? "the deferral is missing" : `${deferralWeeks} weeks is out of range`;
    return err(refuse("deferral_out_of_range", `${fault}; on ${cadence} use 0 to ${most} whole weeks`));
  }
  return ok({ cadence, deferralWeeks });
}

/** The deferral in whole weeks; automatic has none. */
export function deferralOf(schedule: Schedule): number {
  return schedule.cadence === "automatic" ? 0 : schedule.deferralWeeks;
}

export function isSameSchedule(a: Schedule, b: Schedule): boolean {
  return a.cadence === b.cadence && deferralOf(a) === deferralOf(b);
}

/** R14: whether `to` is a slower cadence than `from`, whatever the weeks. */
export function isSlower(from: Schedule, to: Schedule): boolean {
  return CADENCES.indexOf(to.cadence) > CADENCES.indexOf(from.cadence);
}

/** The short written form of a schedule: `automatic`, `latest:4`, `slow:12`. */
export function formatSchedule(schedule: Schedule): string {
  return schedule.cadence === "automatic" ? "automatic" : `${schedule.cadence}:${schedule.deferralWeeks}`;
}

/** Reads the short written form; the inverse of {@link formatSchedule}, with the refusals of {@link toSchedule}. */
export function parseSchedule(text: string): Result<Schedule, Refusal<ScheduleRefusal>> {
  const colon = text.indexOf(":");
  if (colon < 0) return toSchedule(text, undefined);
  const weeks = text.slice(colon + 1);
  return toSchedule(text.slice(0, colon), /^\d+$/.test(weeks) ? Number(weeks) : Number.NaN);
}
