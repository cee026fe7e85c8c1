/** R16: an installation asks at least once in 24 hours. */
const DAY_SECONDS = 86_400;
/** The time over which installations that wait for the same date are spread, so that they do not all ask at once. */
const JITTER_SECONDS = 3_600;

/**
 * R16: the whole seconds after which an installation asks again: within a day, or soon after the next date that may
 * change its answer, spread over an hour. `millisecondsToNextDate` may be Infinity; `chance` is from 0 up to 1.
 */
export function nextCheckSeconds(millisecondsToNextDate: number, chance: number): number {
  const spread = Math.floor(chance * JITTER_SECONDS);
  const untilDate = Math.ceil(millisecondsToNextDate / 1000) + spread;
  return Math.min(untilDate, DAY_SECONDS - spread);
}
