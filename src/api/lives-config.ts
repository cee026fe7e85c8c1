import { type Instant, toInstant } from "../instant.ts";
import type { SettingValues } from "../serving/configuration.ts";

/** The longest lives of what lets people and programs in. */
export interface Lives {
  /** The days after which a token ends, or 0 if it need not. */
  readonly tokenDays: number;
  /** The hours after which a one-time password ends, or 0 if it does not. */
  readonly oneTimePasswordHours: number;
}

export const USUAL_LIVES: Lives = { tokenDays: 365, oneTimePasswordHours: 72 };

/** The settings of longest lives. */
export const LIVES_SETTINGS = [
  {
    name: "SLUICE_TOKEN_LONGEST_DAYS",
    usual: String(USUAL_LIVES.tokenDays),
    isRight: (value: string) => /^\d{1,4}$/.test(value),
    allowed: "a whole number of days from 1 to 9999, or 0 for no limit",
  },
  {
    name: "SLUICE_ONE_TIME_PASSWORD_HOURS",
    usual: String(USUAL_LIVES.oneTimePasswordHours),
    isRight: (value: string) => /^\d{1,4}$/.test(value),
    allowed: "a whole number of hours from 1 to 9999, or 0 for no limit",
  },
] as const;

export function readLives({
  SLUICE_TOKEN_LONGEST_DAYS: tokenDays,
  SLUICE_ONE_TIME_PASSWORD_HOURS: oneTimePasswordHours,
}: SettingValues<typeof LIVES_SETTINGS>): Lives {
  return { tokenDays: Number(tokenDays), oneTimePasswordHours: Number(oneTimePasswordHours) };
}

/** The end of something that lasts for so many milliseconds at the longest, or null if that is 0: no limit. */
export function endAfter(now: Instant, longestMs: number): Instant | null {
  return longestMs === 0 ? null : toInstant(now + longestMs);
}
