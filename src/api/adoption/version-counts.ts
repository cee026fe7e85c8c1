import type { Calendar } from "../../catalog/calendar.ts";
import {
  compareVersions,
  formatShortest,
  formatVersion,
  parseVersion,
  type Version,
} from "../../catalog/version.ts";
import { MOST_NAMED_VERSIONS } from "../../contract/adoption.ts";
import type { Adoption } from "../../fleet/adoption.ts";

/** How many installations run a version, or null as the version if they told none. */
export interface VersionCount {
  readonly version: Version | null;
  readonly installations: number;
}

/** Installations by version, in the form of an answer: some with a name, and the rest as one number. */
export interface VersionCounts {
  /** The newest version first, and null last. */
  readonly versions: { readonly version: string | null; readonly installations: number }[];
  readonly otherVersions: number;
}

/** Counts by version. Versions of the calendar have a name, the 50 of them with the most installations. */
export function countVersions(kinds: Adoption["kinds"], calendar: Calendar): VersionCounts {
  const known = new Set(calendar.map(({ release }) => formatShortest(release.version)));
  const counts = new Map<string, { version: Version | null; installations: number }>();
  let otherVersions = 0;
  for (const { kind, installations } of kinds) {
    const { running: version, isOther } = kind;
    const key = version ? formatShortest(version) : "";
    if (version && (isOther || !known.has(key))) {
      otherVersions += installations;
      continue;
    }
    const counted = counts.get(key);
    if (counted) counted.installations += installations;
    else counts.set(key, { version, installations });
  }
  const untold = counts.get("");
  counts.delete("");
  const told = [...counts.values()].sort((a, b) => b.installations - a.installations);
  for (const { installations } of told.slice(MOST_NAMED_VERSIONS)) otherVersions += installations;
  const shown = told.slice(0, MOST_NAMED_VERSIONS).sort(newestFirst);
  return { versions: (untold ? [...shown, untold] : shown).map(withText), otherVersions };
}

function withText({ version, installations }: VersionCount) {
  return { version: version && formatVersion(version), installations };
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
