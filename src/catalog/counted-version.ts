import type { Calendar } from "./calendar.ts";
import { isNewerThan, isSameAs, type KnownVersion, lineOf, runsLineOf } from "./running-version.ts";
import { compareVersions, formatShortest, isSameLine, parseVersion, type Version } from "./version.ts";

/** Begins the text of an other version; no version does. */
export const OTHER_MARK = ">";

const OLDEST: Version = { parts: [0, 0] };

/** What an installation's version is counted as: a version of the calendar, or one that the calendar does not have. */
export interface CountedVersion {
  /**
   * The version, or one that stands for an other version: no release lies between them, and they are of the same line, or
   * neither is of the line of a release. So the verdict is the same, and R20 and R29 mean the same for both.
   */
  readonly version: Version;
  /** Whether the calendar did not have the version when it was counted. */
  readonly isOther: boolean;
}

/** R27: finds what a version is counted as by a calendar. A version with a label is in none. */
export function countVersion(running: KnownVersion, calendar: Calendar): CountedVersion {
  const versions = calendar.map(({ release }) => release.version);
  const below = versions.find((version) => !isNewerThan(version, running)) ?? null;
  if (below !== null && isSameAs(below, running)) return { version: below, isOther: false };
  const above = versions.findLast((version) => isNewerThan(version, running)) ?? null;
  return { version: standInFor(running, below, above), isOther: true };
}

/**
 * What stands for a version between two releases, of which there may be none: the older one if that is of its line; the
 * beginning of its line if the newer one is; else a line between theirs. (Only a label in front of the first release of
 * a line, right after another line, has no such stand-in; the older release stands for it.)
 */
function standInFor(running: KnownVersion, below: Version | null, above: Version | null): Version {
  if (below !== null && runsLineOf(below, running)) return below;
  const start: Version = { parts: lineOf(running) };
  if (above !== null && isSameLine(start, above) && compareVersions(start, above) < 0) return start;
  if (below === null) return OLDEST;
  const [major = 0, minor = 0] = below.parts;
  const between: Version = { parts: [major, minor + 1] };
  const isFree = above === null || !isSameLine(between, above);
  return isFree && Number.isSafeInteger(minor + 1) ? between : below;
}

/** `45.4` for a version of the calendar, `>45.4` for an other one that it stands for; alike for versions that are counted together. */
export function formatCounted({ version, isOther }: CountedVersion): string {
  return `${isOther ? OTHER_MARK : ""}${formatShortest(version)}`;
}

/** Reads what {@link formatCounted} wrote, or gives null if the text is neither. */
export function readCounted(text: string): CountedVersion | null {
  const isOther = text.startsWith(OTHER_MARK);
  const version = parseVersion(isOther ? text.slice(OTHER_MARK.length) : text);
  return version.ok ? { version: version.value, isOther } : null;
}
