import type { Calendar } from "./calendar.ts";
import { compareVersions, formatShortest, parseVersion, type Version } from "./version.ts";

/** Begins the text of an other version; no version does. */
export const OTHER_MARK = ">";

const OLDEST: Version = { parts: [0, 0] };

/** What an installation's version is counted as: a version of the calendar, or one that the calendar does not have. */
export interface CountedVersion {
  /**
   * The version, or for an other version the newest one of the calendar that is older (0.0 if there is none): no
   * release lies between them, so the verdict is the same.
   */
  readonly version: Version;
  /** Whether the calendar did not have the version when it was counted. */
  readonly isOther: boolean;
}

/** Finds what a version is counted as by a calendar. */
export function countVersion(running: Version, calendar: Calendar): CountedVersion {
  let [first, end] = [0, calendar.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    const entry = calendar[middle];
    if (entry && compareVersions(entry.release.version, running) > 0) first = middle + 1;
    else end = middle;
  }
  const found = calendar[first]?.release.version ?? OLDEST;
  const isOther = first === calendar.length || compareVersions(found, running) !== 0;
  return { version: found, isOther };
}

/** `45.4` for a version of the calendar, `>45.4` for an other one; alike for versions that are counted together. */
export function formatCounted({ version, isOther }: CountedVersion): string {
  return `${isOther ? OTHER_MARK : ""}${formatShortest(version)}`;
}

/** Reads what {@link formatCounted} wrote, or gives null if the text is neither. */
export function readCounted(text: string): CountedVersion | null {
  const isOther = text.startsWith(OTHER_MARK);
  const version = parseVersion(isOther ? text.slice(OTHER_MARK.length) : text);
  return version.ok ? { version: version.value, isOther } : null;
}
