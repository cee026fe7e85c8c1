import type { Calendar, CalendarEntry } from "./calendar.ts";
import { compareOsVersions, type OsVersion } from "./os-version.ts";
import type { Platform } from "./platform.ts";

/** R28 to R32: what the releases of a calendar limit beside their dates. Most calendars limit nothing. */
export interface CalendarLimits {
  /** R28: the floors, the newest version first. */
  readonly floors: readonly CalendarEntry[];
  /** R29: whether a release has a date of support. */
  readonly hasSupportDates: boolean;
  /** R30: whether a release has an end of life. */
  readonly hasExpiries: boolean;
  /** R31: whether an installation can run a release that is blocked or withdrawn. */
  readonly hasStopped: boolean;
  /** R31, R32: the versions of each operating system at which an answer can differ, the oldest first. */
  readonly thresholds: Readonly<Record<Platform, readonly OsVersion[]>>;
}

/** The limits of a calendar, kept because it changes rarely. */
const LIMITS = new WeakMap<Calendar, CalendarLimits>();

export function limitsOf(calendar: Calendar): CalendarLimits {
  const known = LIMITS.get(calendar);
  if (known) return known;
  const releases = calendar.map(({ release }) => release);
  const limits: CalendarLimits = {
    floors: calendar.filter(({ release }) => release.floor !== null),
    hasSupportDates: releases.some(
      ({ supportEndsAt, expiresAt }) => supportEndsAt !== null || expiresAt !== null,
    ),
    hasExpiries: releases.some(({ expiresAt }) => expiresAt !== null),
    hasStopped: releases.some(({ state, blocks }) => state === "withdrawn" || blocks.length > 0),
    thresholds: {
      win: thresholdsOf(calendar, "win"),
      mac: thresholdsOf(calendar, "mac"),
      linux: thresholdsOf(calendar, "linux"),
    },
  };
  LIMITS.set(calendar, limits);
  return limits;
}

function thresholdsOf(calendar: Calendar, platform: Platform): readonly OsVersion[] {
  const found = calendar.flatMap(({ release, builds }) => [
    ...release.blocks
      .filter((block) => block.platform === null || block.platform === platform)
      .flatMap(({ osVersion }) => [osVersion?.from ?? null, osVersion?.below ?? null]),
    ...builds
      .filter((build) => build.platform === platform)
      .flatMap(({ minimumOsVersion, maximumOsVersion }) => [minimumOsVersion, justAbove(maximumOsVersion)]),
  ]);
  const sorted = found.filter((one) => one !== null).sort(compareOsVersions);
  return sorted.filter((one, index) => {
    const before = sorted[index - 1];
    return before === undefined || compareOsVersions(before, one) !== 0;
  });
}

/** The first version that is newer than one, which a maximum still includes. */
function justAbove(most: OsVersion | null): OsVersion | null {
  if (most === null) return null;
  const [a = 0, b = 0, c = 0, d = 0] = most.parts;
  return { parts: [a, b, c, d + 1] };
}

/**
 * R31, R32: the class of a version of the operating system: the greatest threshold that is not newer, or 0 if all are.
 * Versions of one class get the same answers, and stand for one another. Null if it is not said.
 */
export function osClassOf(os: OsVersion | null, platform: Platform, calendar: Calendar): OsVersion | null {
  if (os === null) return null;
  return limitsOf(calendar).thresholds[platform].findLast((one) => compareOsVersions(one, os) <= 0) ?? OLDEST;
}

const OLDEST: OsVersion = { parts: [0] };
