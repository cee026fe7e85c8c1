import fc from "fast-check";
import type { Build } from "../../src/catalog/build.ts";
import { type Calendar, type CalendarEntry, toCalendar, withRelease } from "../../src/catalog/calendar.ts";
import { ARCHITECTURES, PLATFORMS } from "../../src/catalog/platform.ts";
import { RELEASE_STATES, type Release } from "../../src/catalog/release.ts";
import { addWeeks, type Instant } from "../../src/instant.ts";
import type { InstallationKind } from "../../src/policy/installation-moves.ts";
import type { ReleaseStep } from "../../src/policy/release-effect.ts";
import { calendars, instants, osVersions, versions } from "./arbitraries.ts";

/** A step with one release at an instant. */
export interface RandomStep extends ReleaseStep {
  readonly now: Instant;
}

type Change = Partial<Omit<Release, "id" | "version">>;

const critical = fc.record({
  reason: fc.constant("urgent"),
  scope: fc.constantFrom("line" as const, "all" as const),
});
const blocks = fc.array(
  fc.record({
    platform: fc.option(fc.constantFrom(...PLATFORMS)),
    arch: fc.constant(null),
    osVersion: fc.option(fc.record({ from: fc.option(osVersions), below: fc.option(osVersions) })),
    reason: fc.constant("crashes"),
    until: fc.option(instants),
  }),
  { maxLength: 2 },
);
const floor = fc.option(fc.constant({ reason: "new format" }), { freq: 1 });

/** One or a few fields of a release. */
const changes: fc.Arbitrary<Change> = fc
  .record(
    {
      state: fc.constantFrom(...RELEASE_STATES),
      rolloutDays: fc.nat(30),
      critical: fc.option(critical),
      automaticAt: instants,
      blocks,
      floor,
      expiresAt: fc.option(instants),
    },
    { requiredKeys: [] },
  )
  .map((change) => (change.automaticAt === undefined ? change : { ...change, slowAt: null }));

const calendarsWithLimits: fc.Arbitrary<Calendar> = fc
  .tuple(
    calendars({ states: RELEASE_STATES, withRollout: true, withCritical: true }),
    fc.array(fc.record({ floor, blocks, expiresAt: fc.option(instants, { freq: 1 }) }), {
      minLength: 8,
      maxLength: 8,
    }),
    fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  )
  .map(([calendar, limits, lacking]) =>
    calendar.map((entry, place) => withLimits(entry, limits[place] ?? {}, (at) => !lacking[6 * place + at])),
  );

function withLimits(entry: CalendarEntry, limits: Change, hasBuild: (at: number) => boolean): CalendarEntry {
  const release = { ...entry.release, ...limits };
  const builds: readonly Build[] = entry.builds.filter((_, at) => hasBuild(at));
  return { release, history: entry.history.map(({ knownAt }) => ({ knownAt, release })), builds };
}

/**
 * A step with a release of a calendar, which it changes or, one time in four, enters. `isLimited`: with floors, blocks, ends
 * of life and releases without builds for some platforms.
 */
export function steps({ isLimited }: { readonly isLimited: boolean }): fc.Arbitrary<RandomStep> {
  const everything = isLimited
    ? calendarsWithLimits
    : calendars({ states: RELEASE_STATES, withRollout: true, withCritical: true });
  const filled = everything.filter((calendar) => calendar.length > 0);
  return fc
    .record({ calendar: filled, place: fc.nat(7), change: changes, isNew: fc.nat(3), now: instants })
    .map(({ calendar, place, change, isNew, now }) => {
      const entry = calendar[place % calendar.length] as CalendarEntry;
      const others = calendar.filter((one) => one !== entry);
      const release: Release = isLimited ? { ...entry.release, ...change } : withoutLimits(entry, change);
      const after = (one: CalendarEntry) => toCalendar([...others, one]);
      return isNew === 0
        ? { releaseId: release.id, before: others, after: after(entered(entry, now)), now }
        : {
            releaseId: release.id,
            before: calendar,
            after: after(withRelease(entry, release, now)),
            now,
          };
    });
}

function withoutLimits({ release }: CalendarEntry, change: Change): Release {
  const { blocks: _, floor: __, expiresAt: ___, ...plain } = change;
  return { ...release, ...plain };
}

function entered(entry: CalendarEntry, now: Instant): CalendarEntry {
  return { ...entry, history: [{ knownAt: now, release: entry.release }] };
}

export const kinds: fc.Arbitrary<InstallationKind> = fc.record({
  target: fc.record({
    platform: fc.constantFrom(...PLATFORMS),
    arch: fc.constantFrom(...ARCHITECTURES),
    formats: fc.constant(null),
  }),
  running: fc.option(versions, { freq: 8 }),
  runsAhead: fc.boolean(),
  os: fc.option(osVersions),
  isManaged: fc.nat(9).map((number) => number === 0),
});

/** Every instant from `now` on at which anything can change, straight from the dates of the releases, in order. */
export function momentsFrom(now: Instant, ...all: readonly Calendar[]): readonly Instant[] {
  const dates = all.flat().flatMap(({ release }) => {
    const { automaticAt, slowAt, expiresAt, blocks: stops } = release;
    const weeks = Array.from({ length: 13 }, (_, week) => week);
    const due = [automaticAt, slowAt ?? automaticAt].flatMap((at) => weeks.map((week) => addWeeks(at, week)));
    return [...due, expiresAt, ...stops.map(({ until }) => until)].filter((date) => date !== null);
  });
  const later = dates.filter((date) => date > now);
  return [now, ...new Set(later.sort((a, b) => a - b))];
}
