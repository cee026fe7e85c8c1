import { type Instant, toInstant } from "../instant.ts";

/** The longest lives of what lets people and programs in. */
export interface Lives {
  /** The days after which a token ends, or 0 if it need not. */
  readonly tokenDays: number;
  /** The hours after which a one-time password ends, or 0 if it does not. */
  readonly oneTimePasswordHours: number;
}

export const USUAL_LIVES: Lives = { tokenDays: 365, oneTimePasswordHours: 72 };

/** The allowed values of each variable about longest lives. */
export const LIVES_RULES = [
  {
    name: "SLUICE_TOKEN_LONGEST_DAYS",
    isRight: (value: string) => /^\d{1,4}$/.test(value),
    allowed: "a whole number of days from 1 to 9999, or 0 for no limit",
  },
  {
    name: "SLUICE_ONE_TIME_PASSWORD_HOURS",
    isRight: (value: string) => /^\d{1,4}$/.test(value),
    allowed: "a whole number of hours from 1 to 9999, or 0 for no limit",
  },
] as const;

export function readLives({
  SLUICE_TOKEN_LONGEST_DAYS: tokenDays = String(USUAL_LIVES.tokenDays),
  SLUICE_ONE_TIME_PASSWORD_HOURS: oneTimePasswordHours = String(USUAL_LIVES.oneTimePasswordHours),
}: Readonly<Record<string, string | undefined>>): Lives {
  return { tokenDays: Number(tokenDays), oneTimePasswordHours: Number(oneTimePasswordHours) };
}

/** The end of something that lasts for so many milliseconds at the longest, or null if that is 0: no limit. */
export function endAfter(now: Instant, longestMs: number): Instant | null {
  return longestMs === 0 ? null : toInstant(now + longestMs);
}
