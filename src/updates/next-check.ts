import type { Verdict } from "../policy/verdict.ts";

/** R16: an installation asks at least once in 24 hours. */
const DAY_SECONDS = 86_400;
/** The time over which installations that wait for the same date are spread, so that they do not all ask at once. */
const JITTER_SECONDS = 3_600;
/** R28: an installation that is offered a step asks again within this time, spread over the second half of it. */
const STEP_SECONDS = 3_600;

/** R16, R28: the most seconds after which an installation asks again. */
export function mostSeconds({ final }: Pick<Verdict, "final">): number {
  return final ? DAY_SECONDS : STEP_SECONDS;
}

/**
 * R16: the whole seconds after which an installation asks again: within a day, or soon after the next date that may
 * change its answer, spread over an hour; R28: within an hour if it is offered a step. `millisecondsToNextDate` may be
 * Infinity; `chance` is from 0 up to 1.
 */
export function nextCheckSeconds(
  verdict: Pick<Verdict, "final">,
  millisecondsToNextDate: number,
  chance: number,
): number {
  const spread = Math.floor(chance * JITTER_SECONDS);
  const untilDate = Math.ceil(millisecondsToNextDate / 1000) + spread;
  const latest = mostSeconds(verdict) - (verdict.final ? spread : Math.floor(spread / 2));
  return Math.min(untilDate, latest);
}
