import type { Calendar } from "./calendar.ts";
import { isNewerThan, isSameAs, type KnownVersion } from "./running-version.ts";
import { formatShortest, parseVersion, type Version } from "./version.ts";

/** Begins the text of an other version; no version does. */
export const OTHER_MARK = ">";

const OLDEST: Version = { parts: [0, 0] };

/** What an installation's version is counted as: a version of the calendar, or one that the calendar does not have. */
export interface CountedVersion {
  /**
   * The version, or for an other version the newest one of the calendar that is not newer (0.0 if there is none): no
   * release lies between them, so the verdict is the same.
   */
  readonly version: Version;
  /** Whether the calendar did not have the version when it was counted. */
  readonly isOther: boolean;
}

/** R27: finds what a version is counted as by a calendar. A version with a label is in none. */
export function countVersion(running: KnownVersion, calendar: Calendar): CountedVersion {
  const found = calendar.find(({ release }) => !isNewerThan(release.version, running));
  const version = found?.release.version ?? OLDEST;
  return { version, isOther: found === undefined || !isSameAs(version, running) };
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
