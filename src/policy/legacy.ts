import { MAX_DEFERRAL_WEEKS, type Schedule } from "./schedule.ts";

/** R23: the frequencies of the older feature. */
export const FREQUENCIES = ["one_month", "three_months"] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/**
 * R23: an organization's settings in the older feature; `weeks` is as it was stored there and may exceed today's
 * limits.
 */
export interface LegacySettings {
  readonly frequency: Frequency;
  readonly weeks: number;
}

/** R23: one month becomes latest, three months becomes slow; weeks carry over within the new limits. */
export function scheduleFromLegacy(legacy: LegacySettings): Schedule {
  const cadence = legacy.frequency === "one_month" ? "latest" : "slow";
  const deferralWeeks = Math.min(Math.max(Math.trunc(legacy.weeks), 0), MAX_DEFERRAL_WEEKS[cadence]);
  return { cadence, deferralWeeks };
}
