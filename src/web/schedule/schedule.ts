import type { components } from "../../client/schema.ts";
import { type Cadence, MAX_DEFERRAL_WEEKS } from "../../policy/schedule.ts";

/** A schedule as the API says it (R1). */
export type Schedule = components["schemas"]["Schedule"];

/** What a preview says that a change would do. */
export type Preview = components["schemas"]["PreviewAnswer"];

export const AUTOMATIC: Schedule = { cadence: "automatic" };

export function isSameSchedule(one: Schedule | null, other: Schedule | null): boolean {
  if (!one || !other) return one === other;
  return one.cadence === other.cadence && (one.deferralWeeks ?? 0) === (other.deferralWeeks ?? 0);
}

/** Whether a setting, a schedule or a switch, is as another one. */
export function isSameSetting(
  one: Schedule | boolean | null | undefined,
  other: Schedule | boolean | null | undefined,
): boolean {
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  return isSameSchedule(one, other);
}

/** The same cadence with these weeks, or with the most that the cadence allows (R1). */
export function toSchedule(cadence: Cadence, weeks: number): Schedule {
  if (cadence === "automatic") return AUTOMATIC;
  return { cadence, deferralWeeks: Math.min(weeks, MAX_DEFERRAL_WEEKS[cadence]) };
}
