/** What caches in front may keep. */
export interface Caching {
  /** For how many seconds caches may keep an update answer that many installations share; 0 if not at all. */
  readonly sharedCacheSeconds: number;
  /** Whether check-ins are read from the access logs of a cache in front, so that it may answer named installations. */
  readonly countsFromLogs: boolean;
}

/** The allowed values of its variables. */
export const CACHING_RULES = [
  {
    name: "SLUICE_SHARED_CACHE_SECONDS",
    isRight: (value: string) => /^\d{1,4}$/.test(value) && Number(value) <= 3600,
    allowed: "a whole number of seconds from 0 (no caching) to 3600",
  },
  {
    name: "SLUICE_CHECK_INS_FROM_LOGS",
    isRight: (value: string) => value === "0" || value === "1",
    allowed: "1 (check-ins are imported from the access logs of a cache in front) or 0",
  },
] as const;

/** Reads what caches in front may keep. */
export function readCaching(given: Readonly<Record<string, string | undefined>>): Caching {
  const { SLUICE_SHARED_CACHE_SECONDS: seconds = "60", SLUICE_CHECK_INS_FROM_LOGS: fromLogs } = given;
  return { sharedCacheSeconds: Number(seconds), countsFromLogs: fromLogs === "1" };
}
