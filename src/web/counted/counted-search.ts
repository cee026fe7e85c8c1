import { BEHIND_CODES, CONDITIONS } from "../../policy/behind.ts";
import { parseSchedule } from "../../policy/schedule.ts";
import type { CountedFilters } from "../data/counted.ts";

/** Limits on what is counted, as an address holds them: a list behind a number. Each is a text, so that it can be removed. */
export interface CountedSearch {
  /** A version, `other` or `unreported`. */
  readonly version?: string;
  /** Reasons for being behind, separated by commas, or `any`. */
  readonly behind?: string;
  readonly condition?: string;
  /** A platform, or a platform and an architecture: `win/x64`. */
  readonly platform?: string;
  /** `true`: those that are up to date; `false`: the others. */
  readonly current?: string;
  readonly stuck?: string;
  /** An updater's protocol, or `check`. */
  readonly updater?: string;
}

/** Limits on customers beside those. */
export interface FleetSearch extends Omit<CountedSearch, "updater"> {
  /** Schedules in the short written form, separated by commas. */
  readonly schedule?: string;
  /** The id of a release that they get, and when. */
  readonly gets?: string;
  readonly getsAt?: string;
}

type CountedKey = keyof CountedSearch | keyof FleetSearch;

/** Every limit, in the order in which they are shown. */
export const COUNTED_KEYS = [
  "version",
  "behind",
  "condition",
  "current",
  "stuck",
  "platform",
  "updater",
  "schedule",
  "gets",
  "getsAt",
] as const satisfies readonly CountedKey[];

/** What stands for all reasons to be behind. */
export const ANY = "any";

const PLATFORM = /^(win|mac|linux)(\/(x64|arm64))?$/;

/** Which texts an address may have; others are ignored. */
const READABLE: Readonly<Record<CountedKey, (text: string) => boolean>> = {
  version: (text) => text === "other" || text === "unreported" || /^\d+(\.\d+){1,3}$/.test(text),
  behind: (text) => text === ANY || isListOf(BEHIND_CODES, text),
  condition: (text) => isListOf(CONDITIONS, text),
  platform: (text) => PLATFORM.test(text),
  current: (text) => text === "true" || text === "false",
  stuck: (text) => text === "true",
  updater: (text) => /^[a-z-]+$/.test(text),
  schedule: (text) => text.split(",").every((one) => parseSchedule(one).ok),
  gets: (text) => /^[0-9a-f-]{36}$/.test(text),
  getsAt: (text) => !Number.isNaN(Date.parse(text)),
};

function isListOf(codes: readonly string[], text: string): boolean {
  return text.split(",").every((one) => codes.includes(one));
}

/** Reads the limits of an address; what is unknown is left out. */
export function readCounted(search: Readonly<Record<string, unknown>>): CountedSearch & FleetSearch {
  const given = COUNTED_KEYS.map((key) => [key, textOf(search[key])] as const);
  return Object.fromEntries(given.filter(([key, text]) => text !== "" && READABLE[key](text)));
}

/** The router reads what looks like a number or a boolean as one. */
function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

/** The limits for the server. */
export function countedFiltersOf(search: CountedSearch & FleetSearch): CountedFilters {
  const [platform, arch] = (search.platform ?? "").split("/");
  const { version, behind, condition, current, stuck, schedule, gets, getsAt } = search;
  const all = { version, behind, condition, platform, arch, current, stuck, schedule, gets, getsAt };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value)) as CountedFilters;
}
