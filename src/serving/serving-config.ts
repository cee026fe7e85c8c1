import { err, ok, type Result, refuse } from "../result.ts";
import type { ConfigRefusal, Setting, SettingValues } from "./configuration.ts";
import { isLoopback } from "./loopback.ts";

/** The levels of the log, from the fewest lines to the most, each with its number in a line. */
export const LOG_LEVEL_NUMBERS = {
  silent: 100,
  fatal: 60,
  error: 50,
  warn: 40,
  info: 30,
  debug: 20,
  trace: 10,
} as const;
export type LogLevel = keyof typeof LOG_LEVEL_NUMBERS;
const LOG_LEVELS = Object.keys(LOG_LEVEL_NUMBERS) as readonly LogLevel[];

/** What every process that answers clients is told of how it does. */
export interface ServingConfig {
  /** The address at which clients reach it, without a slash at the end, or null to use the host of each request. */
  readonly publicUrl: string | null;
  /** For how many seconds caches may keep an update answer that many installations share; 0 if not at all. */
  readonly sharedCacheSeconds: number;
  /** Whether check-ins are read from the access logs of a cache in front, so that it may answer named installations. */
  readonly countsFromLogs: boolean;
  readonly logLevel: LogLevel;
}

/** The settings of every process that answers clients. */
export const SERVING_SETTINGS = [
  {
    name: "PUBLIC_URL",
    usual: null,
    isRight: (value: string) => /^https?:\/\/\S+$/.test(value),
    allowed: "a URL that begins with http:// or https://",
  },
  {
    name: "SLUICE_SHARED_CACHE_SECONDS",
    usual: "60",
    isRight: (value: string) => /^\d{1,4}$/.test(value) && Number(value) <= 3600,
    allowed: "a whole number of seconds from 0 (no caching) to 3600",
  },
  {
    name: "SLUICE_CHECK_INS_FROM_LOGS",
    usual: "0",
    isRight: (value: string) => value === "0" || value === "1",
    allowed: "1 (check-ins are imported from the access logs of a cache in front) or 0",
  },
  {
    name: "LOG_LEVEL",
    usual: "info",
    isRight: (value: string) => LOG_LEVELS.some((level) => level === value),
    allowed: `one of ${LOG_LEVELS.join(", ")}`,
  },
] as const satisfies readonly Setting[];

export function readServing(given: SettingValues<typeof SERVING_SETTINGS>): ServingConfig {
  return {
    publicUrl: given.PUBLIC_URL === undefined ? null : withoutSlash(given.PUBLIC_URL),
    sharedCacheSeconds: Number(given.SLUICE_SHARED_CACHE_SECONDS),
    countsFromLogs: given.SLUICE_CHECK_INS_FROM_LOGS === "1",
    logLevel: LOG_LEVELS.find((known) => known === given.LOG_LEVEL) ?? "info",
  };
}

/**
 * For how many seconds caches may keep answers: as configured, but not at all without a public address, as an answer then
 * names the host of its request, which may be anybody's.
 */
export function sharedSecondsOf({
  publicUrl,
  sharedCacheSeconds,
}: Pick<ServingConfig, "publicUrl" | "sharedCacheSeconds">): number {
  return publicUrl === null ? 0 : sharedCacheSeconds;
}

/** A URL without slashes at its end. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

/** The setting of a port to listen on. */
export function portSetting<Name extends string, Usual extends string | null>(name: Name, usual: Usual) {
  return {
    name,
    usual,
    isRight: (value: string) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
    allowed: "a whole number from 0 (any free port) to 65535",
  } satisfies Setting<Name, Usual>;
}

/**
 * Refuses to serve on an address that others can reach without PUBLIC_URL: links, secure cookies, the strict headers for
 * https and what caches may share depend on it. `name`: of the variable with the address.
 */
export function checkReachable(
  name: string,
  host: string,
  publicUrl: string | null,
): Result<true, ConfigRefusal> {
  if (publicUrl !== null || host === "localhost" || isLoopback(host)) return ok(true);
  const message = `${name} is "${host}", which other machines can reach, but PUBLIC_URL is not set; set it to the address at which clients reach this server, such as https://updates.example.org`;
  return err(refuse("configuration_invalid", message));
}
