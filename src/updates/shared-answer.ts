import type { UpdatesContext } from "./updates-context.ts";

/** Cache-Control for personal answers and for answers from a server that lags. */
export const NO_STORE = "private, no-store";

/**
 * Seconds for which caches such as a CDN may share an answer to anonymous requests: as configured, but not past the
 * next date that may change it (R4; Infinity if none is known). 0 for a server that lags.
 */
export function sharedSeconds(
  { sharedCacheSeconds }: Pick<UpdatesContext, "sharedCacheSeconds">,
  lag: number | null,
  millisecondsToNextDate: number,
): number {
  return lag === null ? Math.min(sharedCacheSeconds, Math.floor(millisecondsToNextDate / 1000)) : 0;
}

/** The Cache-Control of an answer that caches may share for `seconds`. */
export function cacheControl(seconds: number): string {
  if (seconds <= 0) return NO_STORE;
  if (last.seconds !== seconds) last = { seconds, text: `public, max-age=${seconds}` };
  return last.text;
}

/** The last header made: nearly every answer may be shared for the same time. */
let last = { seconds: 0, text: NO_STORE };
