import type { Instant } from "../instant.ts";
import type { Build } from "./build.ts";
import type { Release } from "./release.ts";
import { compareVersions } from "./version.ts";

/** A release as it was known from an instant on, until the next of its history. */
export interface KnownRelease {
  readonly knownAt: Instant;
  readonly release: Release;
}

/** A build as it was before what it carries was changed. */
export interface FormerBuild {
  readonly build: Build;
  /** The instant of the change, from which on it is as the next one or as in the calendar. */
  readonly until: Instant;
}

/** One release in the calendar: how it stands, how it stood, and its builds. */
export interface CalendarEntry {
  readonly release: Release;
  /** Oldest first, never empty; the last one is `release`. */
  readonly history: readonly KnownRelease[];
  readonly builds: readonly Build[];
  /** How changed builds were before, the oldest change first; left out if none was changed. */
  readonly formerBuilds?: readonly FormerBuild[] | undefined;
  /** R56: whether builds for every platform are expected by the date of a planned release that has none yet. */
  readonly expectsBuilds?: true;
}

/** Every release, the newest version first. */
export type Calendar = readonly CalendarEntry[];

/** Puts entries in the order that every reader relies on: the newest version first. */
export function toCalendar(entries: readonly CalendarEntry[]): Calendar {
  return [...entries].sort((a, b) => compareVersions(b.release.version, a.release.version));
}

/** The release as it was known at an instant; null before it was entered. */
export function releaseKnownAt(entry: CalendarEntry, at: Instant): Release | null {
  return entry.history.findLast((known) => known.knownAt <= at)?.release ?? null;
}

/** R17: the calendar as it was known at a past instant, its builds too. */
function calendarKnownAt(calendar: Calendar, at: Instant): Calendar {
  return calendar.flatMap((entry) => {
    const history = entry.history.filter((known) => known.knownAt <= at);
    const last = history.at(-1);
    if (!last) return [];
    return [{ release: last.release, history, builds: buildsKnownAt(entry, at) }];
  });
}

/** R17: the builds as they were known at a past instant: those that were there, with what they carried then. */
function buildsKnownAt({ builds, formerBuilds = [] }: CalendarEntry, at: Instant): readonly Build[] {
  return builds
    .filter((build) => build.addedAt <= at)
    .map((now) => formerBuilds.find(({ build, until }) => build.id === now.id && until > at)?.build ?? now);
}

/**
 * R17, R19: the calendar for a future instant, assuming that the plan is kept: a release planned for a date after `now`
 * counts as published from that date on, R56: and as built by then. A planned release that is overdue does not, because it
 * was not published.
 */
export function calendarAsPlanned(calendar: Calendar, now: Instant): Calendar {
  return calendar.map((entry) =>
    entry.release.state === "planned" && entry.release.automaticAt > now ? asPlanned(entry) : entry,
  );
}

function asPlanned(entry: CalendarEntry): CalendarEntry {
  const planned = withRelease(entry, { ...entry.release, state: "published" }, entry.release.automaticAt);
  return entry.builds.length === 0 ? { ...planned, expectsBuilds: true } : planned;
}

/** An entry whose release is another from an instant on. */
export function withRelease(entry: CalendarEntry, release: Release, knownAt: Instant): CalendarEntry {
  return { ...entry, release, history: [...entry.history, { knownAt, release }] };
}

/** R17: the calendar that a verdict for `at` sees, asked at `now`. */
export function calendarFor(calendar: Calendar, at: Instant, now: Instant): Calendar {
  if (at < now) return calendarKnownAt(calendar, at);
  return at > now ? calendarAsPlanned(calendar, now) : calendar;
}
