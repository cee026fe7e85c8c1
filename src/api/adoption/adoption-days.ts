import { compareVersions, parseVersion, type Version } from "../../catalog/version.ts";
import { addDays, type Instant, parseInstant } from "../../instant.ts";
import type { AdoptionChange } from "../../store/tables/adoption-history.ts";
import { dayOf } from "../../store/tables/installation-counts.ts";

/** How many installations run a version, or null as the version if they do not report one. */
export interface VersionCount {
  readonly version: Version | null;
  readonly installations: number;
}

interface AdoptionDay {
  readonly day: string;
  readonly versions: VersionCount[];
}

/** The versions in use at the end of each day, from the first change to `lastDay`; `changes` in the order of days. */
export function toDays(changes: readonly AdoptionChange[], lastDay: string): AdoptionDay[] {
  const days: AdoptionDay[] = [];
  const running = new Map<string | null, number>();
  let next = 0;
  const first = changes[0]?.day;
  if (first === undefined) return [];
  for (let day = first; day <= lastDay; day = dayAfter(day)) {
    for (let change = changes[next]; change && change.day <= day; change = changes[++next]) {
      running.set(change.version, (running.get(change.version) ?? 0) + change.change);
    }
    days.push({ day, versions: toVersions(running) });
  }
  return days;
}

function toVersions(running: ReadonlyMap<string | null, number>): VersionCount[] {
  return [...running]
    .filter(([, installations]) => installations > 0)
    .map(([text, installations]) => ({ version: text === null ? null : readVersion(text), installations }))
    .sort(newestFirst);
}

/** Orders by version, the newest first, and those without a version last. */
export function newestFirst(a: VersionCount, b: VersionCount): number {
  if (a.version && b.version) return compareVersions(b.version, a.version);
  return Number(a.version === null) - Number(b.version === null);
}

/** Reads a version as the store keeps it. */
export function readVersion(text: string): Version {
  const version = parseVersion(text);
  if (!version.ok) throw new Error(`the store has "${text}", which is no version`);
  return version.value;
}

function dayAfter(day: string): string {
  const midnight = parseInstant(day);
  if (!midnight.ok) throw new Error(midnight.error.message);
  return dayOf(addDays(midnight.value as Instant, 1));
}
