import type { Context } from "../api/context.ts";

/** Of an answer to one installation or one user, or from a server that lags: nobody keeps it. */
export const NOBODY_KEEPS = "private, no-store";

/**
 * For how many seconds an answer that is the same for everybody who asks so may be kept on its way, as by a CDN: as configured,
 * but not past the next date that may change it (R4; Infinity: none in sight). 0: not at all, as from a server that lags.
 */
export function sharedSeconds(context: Context, lag: number | null, millisecondsToNextDate: number): number {
  return lag === null
    ? Math.min(context.config.sharedCacheSeconds, Math.floor(millisecondsToNextDate / 1000))
    : 0;
}

/** The Cache-Control of an answer that may be kept for so many seconds. */
export function cacheControl(seconds: number): string {
  if (seconds <= 0) return NOBODY_KEEPS;
  if (last.seconds !== seconds) last = { seconds, text: `public, max-age=${seconds}` };
  return last.text;
}

/** Nearly every answer may be kept for the same time. */
let last = { seconds: 0, text: NOBODY_KEEPS };
