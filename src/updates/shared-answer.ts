import { INSTALLATION_HEADER, type NamedIn } from "./named-installation.ts";
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

/**
 * Whether caches may share an answer as far as naming an installation goes: where none is named, and where one is named
 * beside the key if check-ins come from the logs of the cache, because what a cache answers is noted by no server.
 */
export function mayBeShared(
  { countsFromLogs }: Pick<UpdatesContext, "countsFromLogs">,
  namedIn: NamedIn | null,
): boolean {
  return namedIn === null || (namedIn === "beside_key" && countsFromLogs);
}

/**
 * The header `Vary` of a shared answer, or null if it needs none. Requests that name their installation in the header go
 * past what a cache has, and are noted, unless check-ins come from its logs.
 */
export function varyOf({ countsFromLogs }: Pick<UpdatesContext, "countsFromLogs">): string | null {
  return countsFromLogs ? null : INSTALLATION_HEADER;
}
