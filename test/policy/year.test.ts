import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import {
  type Calendar,
  type CalendarEntry,
  calendarFor,
  type KnownRelease,
} from "../../src/catalog/calendar.ts";
import type { Release } from "../../src/catalog/release.ts";
import { formatVersion } from "../../src/catalog/version.ts";
import { atOnce } from "../../src/fleet/in-slices.ts";
import { addDays, formatInstant, type Instant, toInstant } from "../../src/instant.ts";
import { eligibleAt } from "../../src/policy/eligible.ts";
import { explain } from "../../src/policy/explain.ts";
import { type Asker, NOTHING_OF_THE_COMPUTER } from "../../src/policy/gates/gate.ts";
import type { Moment } from "../../src/policy/history.ts";
import { resolve } from "../../src/policy/resolve.ts";
import { formatSchedule } from "../../src/policy/schedule.ts";
import type { Cascade } from "../../src/policy/settings.ts";
import type { KnownWorld, Timespan } from "../../src/policy/stretches.ts";
import { offeredBy } from "../../src/policy/verdict.ts";
import { YEAR_LIMITS, type Year, yearOf } from "../../src/policy/year.ts";
import { atDepth } from "../support/depth.ts";
import { aBuild, aRelease, at, aWord } from "../support/records.ts";
import {
  calendars,
  cascadePartners,
  instants,
  questions,
  START,
  WITH_EVERYTHING,
  words,
} from "./arbitraries.ts";

const TIME: Timespan = { from: addDays(START, 60), until: addDays(START, 425) };

/** A new installation that says little or much of its computer. */
const askers: fc.Arbitrary<Asker> = questions.map(({ at: _, ...asker }) => ({ ...asker, running: null }));

/** What decided an organization's schedule, one change after another; it can begin in the middle of the time. */
const histories: fc.Arbitrary<readonly Moment[]> = fc
  .array(fc.record({ at: instants, own: fc.option(words), partners: cascadePartners }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((changes) =>
    changes
      .sort((a, b) => a.at - b.at)
      .map(
        ({ at, own, partners }): Moment => ({
          at,
          cascade: { own, legacy: null, partners },
          allowAutomaticUpgrades: null,
        }),
      ),
  );

/** Calendars whose builds came late and whose dates were moved, beside all else. */
const changedCalendars: fc.Arbitrary<Calendar> = fc
  .tuple(
    calendars(WITH_EVERYTHING),
    fc.array(fc.record({ at: instants, movedAt: instants, days: fc.integer({ min: -30, max: 30 }) }), {
      minLength: 8,
      maxLength: 8,
    }),
  )
  .map(([calendar, late]) =>
    calendar.map((entry, index) => {
      const { at, movedAt, days } = late[index] ?? { at: START, movedAt: START, days: 0 };
      if (days % 3 === 0) return entry;
      const builds = entry.builds.map((build): Build => ({ ...build, addedAt: at }));
      const history = entry.history.map(({ knownAt, release }) => {
        if (knownAt >= movedAt) return { knownAt, release };
        const before = { ...release, automaticAt: addDays(release.automaticAt, days) };
        return { knownAt, release: { ...before, slowAt: release.slowAt && addDays(release.slowAt, days) } };
      });
      const last = history.at(-1)?.release ?? entry.release;
      const formerBuilds = builds.map((build) => ({
        build: { ...build, minimumOsVersion: { parts: [9] } },
        until: movedAt,
      }));
      return { ...entry, release: last, history, builds, formerBuilds };
    }),
  );

const worlds: fc.Arbitrary<KnownWorld> = fc
  .record({ moments: histories, calendar: changedCalendars, now: instants })
  .map((world) => ({
    ...world,
    moments: world.moments.map((one) => ({ ...one, at: toInstant(Math.min(one.at, world.now)) })),
  }));

function tell(known: KnownWorld, asker: Asker, time = TIME, limits = YEAR_LIMITS): Year {
  return atOnce(yearOf(known, { asker, time, limits }));
}

/** The release that `explain` says a new installation is offered at an instant, as someone asks at `now`. */
function explained({ moments, calendar, now }: KnownWorld, asker: Asker, at: Instant): string | null {
  const history = { organizationId: "o", userId: null, moments, entries: [] };
  return offeredBy(explain({ ...asker, at }, history, calendarFor(calendar, at, now)).verdict);
}

function saidOf({ spans }: Year, at: Instant): string | null | undefined {
  const span = spans.find(({ from, until }) => from <= at && at < until);
  return span && (span.release?.id ?? null);
}

/** When a release can become due under the schedules of an organization's history, straight from its dates. */
function dueDates({ moments, calendar }: KnownWorld): readonly Instant[] {
  const known = calendar.flatMap(({ history }) => history.map(({ release }) => release));
  const schedules = moments.map(({ cascade }) => resolve(cascade as Cascade).schedule);
  return known.flatMap((release) => [
    ...schedules.flatMap((schedule) => eligibleAt(release, schedule) ?? []),
    ...release.blocks.flatMap(({ until }) => until ?? []),
  ]);
}

/** Instants at which something may change in a world, those just before and after them, and any others. */
function instantsToTry(known: KnownWorld, others: readonly Instant[]): readonly Instant[] {
  const learnt = known.calendar.flatMap(({ history, builds, formerBuilds = [] }) => [
    ...history.map(({ knownAt }) => knownAt),
    ...builds.map(({ addedAt }) => addedAt),
    ...formerBuilds.map(({ until }) => until),
  ]);
  const all = [known.now, ...known.moments.map(({ at }) => at), ...learnt, ...dueDates(known), ...others];
  const beside = [...new Set(all)].flatMap((at) => [toInstant(at - 1), at, toInstant(at + 1)]);
  return beside.filter((at) => at >= TIME.from && at < TIME.until);
}

describe("R17: a year of an organization", () => {
  test("At every instant, past and future, it says what explain says of a new installation", () => {
    const tried = fc.array(instants, { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(worlds, askers, tried, (known, asker, others) => {
        const year = tell(known, asker);
        const begins = known.moments[0]?.at ?? known.now;
        for (const at of instantsToTry(known, others)) {
          if (at < begins) expect(saidOf(year, at)).toBeUndefined();
          else expect([at, saidOf(year, at)]).toEqual([at, explained(known, asker, at)]);
        }
      }),
      { numRuns: atDepth({ gate: 100, soak: 5_000 }) },
    );
  });

  test("Its spans follow one another without a gap, and neighbours differ", () => {
    fc.assert(
      fc.property(worlds, askers, (known, asker) => {
        const { spans } = tell(known, asker);
        for (const [index, span] of spans.entries()) {
          const next = spans[index + 1];
          expect(span.from).toBeLessThan(span.until);
          expect(next?.from ?? TIME.until).toBe(span.until);
          if (next) expect(next.release?.id).not.toBe(span.release?.id);
        }
      }),
    );
  });

  test("Told in two halves, it is the same as told at once", () => {
    fc.assert(
      fc.property(worlds, askers, fc.integer({ min: 1, max: 12 }), (known, asker, most) => {
        const whole = tell(known, asker);
        const part = tell(known, asker, TIME, { ...YEAR_LIMITS, instants: most });
        fc.pre(part.until < TIME.until);
        const rest = tell(known, asker, { from: part.until, until: TIME.until });
        const all = [...part.spans, ...rest.spans];
        for (const { from, release } of whole.spans) {
          const told = all.find((span) => span.from <= from && from < span.until);
          expect(told?.release?.id).toBe(release?.id);
        }
      }),
    );
  });
});

/** A release with the states that it had, each since a day, and a build for Windows from the first day on. */
function inCalendar(
  release: Release,
  ...states: readonly (readonly [string, Partial<Release>])[]
): CalendarEntry {
  const entered = at("2025-12-01");
  const history: KnownRelease[] = [{ knownAt: entered, release }];
  for (const [day, change] of states) {
    history.push({ knownAt: at(day), release: { ...(history.at(-1)?.release ?? release), ...change } });
  }
  return {
    release: history.at(-1)?.release ?? release,
    history,
    builds: [aBuild(release.id, { addedAt: entered })],
  };
}

function momentOf(day: string, written: string): Moment {
  return {
    at: at(day),
    cascade: { own: aWord(written, at(day)), legacy: null, partners: [] },
    allowAutomaticUpgrades: null,
  };
}

const WINDOWS: Asker = {
  target: { platform: "win", arch: "x64", formats: null },
  running: null,
  installation: null,
  installedAt: null,
  manual: false,
  ...NOTHING_OF_THE_COMPUTER,
};

const PUBLISHED = { state: "published" } as const;

const WORLD: KnownWorld = {
  moments: [momentOf("2026-01-10", "automatic"), momentOf("2026-03-10", "slow:4")],
  calendar: [
    inCalendar(aRelease("46.3", { automaticAt: at("2026-06-01"), slowAt: at("2026-06-15") }), [
      "2026-04-20",
      { automaticAt: at("2026-06-02"), slowAt: at("2026-06-16") },
    ]),
    inCalendar(
      aRelease("46.2", { ...PUBLISHED, automaticAt: at("2026-03-03"), slowAt: at("2026-03-17") }),
      ["2026-04-15", { state: "paused" }],
      ["2026-04-18", PUBLISHED],
    ),
    inCalendar(
      aRelease("46.1", {
        automaticAt: at("2026-02-03"),
        slowAt: at("2026-02-17"),
        expiresAt: at("2026-09-01"),
      }),
      ["2026-02-05", PUBLISHED],
    ),
    inCalendar(aRelease("45.9", { automaticAt: at("2025-10-01") }), ["2026-02-01", { state: "withdrawn" }]),
  ],
  now: at("2026-05-01"),
};

const YEAR: Timespan = { from: at("2026-01-01"), until: at("2027-01-01") };

const dayOf = (at: Instant) => formatInstant(at).slice(0, 10);

describe("R17: what a year tells", () => {
  test("A year begins with the organization, goes on as planned, and says what happened when", () => {
    const { spans, governed, events, until } = tell(WORLD, WINDOWS, YEAR);
    expect(
      spans.map(({ from, release }) => [dayOf(from), release && formatVersion(release.version)]),
    ).toEqual([
      ["2026-01-10", null],
      ["2026-02-05", "46.1"],
      ["2026-03-03", "46.2"],
      ["2026-03-10", null],
      ["2026-03-17", "46.1"],
      ["2026-04-14", "46.2"],
      ["2026-04-15", "46.1"],
      ["2026-04-18", "46.2"],
      ["2026-07-14", "46.3"],
    ]);
    expect(
      governed.map(({ from, schedule, isHeld }) => [dayOf(from), formatSchedule(schedule), isHeld]),
    ).toEqual([
      ["2026-01-10", "automatic", false],
      ["2026-03-10", "slow:4", true],
    ]);
    expect(
      events.map(({ at: when, kind, release }) => [dayOf(when), kind, formatVersion(release.version)]),
    ).toEqual([
      ["2026-02-05", "published", "46.1"],
      ["2026-04-15", "paused", "46.2"],
      ["2026-04-18", "resumed", "46.2"],
      ["2026-04-20", "dates_changed", "46.3"],
      ["2026-09-01", "expired", "46.1"],
    ]);
    expect(until).toBe(YEAR.until);
  });

  test("A date that moves says when the release was due and is, under the schedule of then", () => {
    const moved = tell(WORLD, WINDOWS, YEAR).events.find(({ kind }) => kind === "dates_changed");
    expect(moved).toMatchObject({ dueBefore: at("2026-07-13"), dueAt: at("2026-07-14") });
  });

  test("Where more happened than is told at once, the year says up to when it is told", () => {
    const { spans, until } = tell(WORLD, WINDOWS, YEAR, { ...YEAR_LIMITS, spans: 3 });
    expect(spans.map((span) => span.until)).toEqual([at("2026-02-05"), at("2026-03-03"), until]);
    expect(until).toBe(at("2026-03-10"));
  });

  test("A change that the clock of another server dates later counts from now on", () => {
    const ahead = { ...WORLD, moments: [...WORLD.moments, momentOf("2026-05-02", "automatic")] };
    const { governed } = tell(ahead, WINDOWS, YEAR);
    expect(governed.map(({ from }) => dayOf(from))).toEqual(["2026-01-10", "2026-03-10", "2026-05-01"]);
  });
});
