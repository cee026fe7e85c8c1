import type { components } from "../../client/schema.ts";
import {
  type Cadence,
  formatSchedule,
  MAX_DEFERRAL_WEEKS,
  toSchedule as readSchedule,
} from "../../policy/schedule.ts";

/** A schedule as the API has it (R1). */
export type Schedule = components["schemas"]["Schedule"];

/** What a change would do, as the API answers a preview. */
export type Preview = components["schemas"]["PreviewAnswer"];

export const AUTOMATIC: Schedule = { cadence: "automatic" };

export function isSameSchedule(one: Schedule | null, other: Schedule | null): boolean {
  if (!one || !other) return one === other;
  return one.cadence === other.cadence && (one.deferralWeeks ?? 0) === (other.deferralWeeks ?? 0);
}

/** Whether two settings, each a schedule or a switch, are the same. */
export function isSameSetting(
  one: Schedule | boolean | null | undefined,
  other: Schedule | boolean | null | undefined,
): boolean {
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  return isSameSchedule(one, other);
}

/** A schedule with this cadence and deferral, or with the longest deferral that the cadence allows (R1). */
export function toSchedule(cadence: Cadence, weeks: number): Schedule {
  if (cadence === "automatic") return AUTOMATIC;
  return { cadence, deferralWeeks: Math.min(weeks, MAX_DEFERRAL_WEEKS[cadence]) };
}

/** A schedule in the short written form of an address: `latest:2`. */
export function writeSchedule({ cadence, deferralWeeks }: Schedule): string {
  const read = readSchedule(cadence, deferralWeeks);
  return read.ok ? formatSchedule(read.value) : cadence;
}
