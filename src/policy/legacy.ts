import { MAX_DEFERRAL_WEEKS, type Schedule } from "./schedule.ts";

/** R23: how often the older feature let a release through. */
export const FREQUENCIES = ["one_month", "three_months"] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** What an organization had set in the older feature; `weeks` as it was stored then, possibly beyond today's limits. */
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
