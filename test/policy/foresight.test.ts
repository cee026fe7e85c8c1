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
import { compareVersions } from "../../src/catalog/version.ts";
import { addDays, addWeeks, type Instant, toInstant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import { Foresight } from "../../src/policy/foresight.ts";
import type { Asker } from "../../src/policy/gates/gate.ts";
import { GroupSum } from "../../src/policy/group-foresight.ts";
import type { InstallationKind } from "../../src/policy/installation-moves.ts";
import type { ComingOffer } from "../../src/policy/next-offer.ts";
import { AUTOMATIC } from "../../src/policy/schedule.ts";
import { beginStanding, type Standing } from "../../src/policy/standing.ts";
import { atDepth } from "../support/depth.ts";
import { aBuild, aRelease, version } from "../support/records.ts";
import { calendars, instants, osVersions, questions, START, standings } from "./arbitraries.ts";

/** Limits of a release, as far as chance gives it any. */
const limits = fc.record({
  isFloor: fc.boolean(),
  expiresAfterDays: fc.option(fc.nat(200)),
  blocked: fc.option(fc.record({ untilDays: fc.option(fc.nat(200)), from: fc.option(osVersions) }), {
    freq: 2,
  }),
  minimum: fc.option(osVersions, { freq: 2 }),
  isBuilt: fc.boolean(),
  pausedForDays: fc.option(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 20 }))),
});
type Limits = typeof limits extends fc.Arbitrary<infer Value> ? Value : never;

const worlds: fc.Arbitrary<Calendar> = fc
  .tuple(
    calendars({
      states: ["planned", "published", "published", "paused", "withdrawn"],
      withRollout: true,
      withCritical: true,
    }),
    fc.array(limits, { minLength: 8, maxLength: 8 }),
  )
  .map(([calendar, all]) => calendar.map((entry, index) => limited(entry, all[index] as Limits)));

function limited(entry: CalendarEntry, some: Limits): CalendarEntry {
  const { isFloor, expiresAfterDays, blocked, minimum, isBuilt } = some;
  const at = entry.release.automaticAt;
  const release: Release = {
    ...entry.release,
    floor: isFloor ? { reason: "format" } : null,
    expiresAt: expiresAfterDays === null ? null : addDays(at, expiresAfterDays),
    blocks: blocked
      ? [
          {
            platform: "win",
            arch: null,
            osVersion: blocked.from && { from: blocked.from, below: null },
            reason: "crashes",
            until: blocked.untilDays === null ? null : addDays(START, blocked.untilDays),
          },
        ]
      : [],
  };
  const withMinimum = (build: Build): Build => ({ ...build, minimumOsVersion: minimum });
  const builds = isBuilt || release.state !== "planned" ? entry.builds.map(withMinimum) : [];
  return { release, builds, history: historyOf(release, entry, some) };
}

/** Entered long ago and, if chance has it, paused for some days around its date. */
function historyOf(release: Release, { history }: CalendarEntry, { pausedForDays }: Limits) {
  const { knownAt } = history[0] as KnownRelease;
  if (release.state !== "published" || pausedForDays === null) return [{ knownAt, release }];
  const [after, days] = pausedForDays;
  const pausedAt = addDays(release.automaticAt, after);
  const paused: Release = { ...release, state: "paused" };
  const resumed = { knownAt: addDays(pausedAt, days), release };
  return [{ knownAt, release }, { knownAt: pausedAt, release: paused }, resumed];
}

/** What an installation is told at an instant, asked at `now` (R17), as explain does. */
function offeredAt(
  asker: Asker,
  standing: Standing,
  calendar: Calendar,
  when: { at: Instant; now: Instant },
) {
  const known = calendarFor(calendar, when.at, when.now);
  const verdict = decide({ ...asker, at: when.at }, { code: "vendor_default", standing }, known);
  return verdict.action === "update" ? verdict.release : null;
}

/** Every instant that a rule could name, written without the rules' own dates, and every day. */
function manyInstants(calendar: Calendar, now: Instant): readonly Instant[] {
  const found = new Set(calendar.flatMap(endsOf));
  for (const { release } of calendar) {
    const { automaticAt, slowAt, blocks } = release;
    for (let weeks = 0; weeks <= 12; weeks++) {
      found.add(addWeeks(automaticAt, weeks));
      if (slowAt !== null) found.add(addWeeks(slowAt, weeks));
    }
    for (const { until } of blocks) if (until !== null) found.add(until);
  }
  for (let day = 0; day <= 700; day++) found.add(addDays(START, day));
  return [...found].filter((at) => at > now).sort((a, b) => a - b);
}

/** The end of life, and the last instant before it: a turn in a rollout may come between the beginning of a day and its end of life. */
function endsOf({ release: { expiresAt } }: CalendarEntry): readonly Instant[] {
  return expiresAt === null ? [] : [toInstant(expiresAt - 1), expiresAt];
}

/** The first instant of many at which an installation is offered what it is not offered now. */
function naiveNext(asker: Asker, standing: Standing, calendar: Calendar, now: Instant) {
  const present = offeredAt(asker, standing, calendar, { at: now, now });
  let before = now;
  for (const at of manyInstants(calendar, now)) {
    const then = offeredAt(asker, standing, calendar, { at, now });
    if (then && then.id !== present?.id) return { before, at, release: then };
    before = at;
  }
  return null;
}

interface Asked {
  readonly standing: Standing;
  readonly calendar: Calendar;
  readonly at: Instant;
  readonly now: Instant;
}

/** How many of a group are offered each release at an instant that they are not offered at `now`, as explain says. */
function newOffers(group: readonly (readonly [Asker, number])[], { standing, calendar, at, now }: Asked) {
  const counts = new Map<Release, number>();
  for (const [asker, count] of group) {
    const present = offeredAt(asker, standing, calendar, { at: now, now });
    const then = offeredAt(asker, standing, calendar, { at, now });
    if (then === null || then.id === present?.id) continue;
    const known = [...counts.keys()].find(({ id }) => id === then.id) ?? then;
    counts.set(known, (counts.get(known) ?? 0) + count);
  }
  return counts;
}

const askers = questions.map(({ at: _, ...asker }): Asker => asker);
const runs = { numRuns: atDepth({ gate: 60, soak: 2_000 }) };

describe("R56: next", () => {
  test("Next is the first change in what an installation is offered", () => {
    fc.assert(
      fc.property(worlds, standings, askers, instants, (calendar, standing, asker, now) => {
        const { next, offered } = new Foresight(calendar, now).ofOne(asker, standing, now);
        expect(offered?.id).toBe(offeredAt(asker, standing, calendar, { at: now, now })?.id);
        const naive = naiveNext(asker, standing, calendar, now);
        expect(next === null).toBe(naive === null);
        if (next === null || naive === null) return;
        // Turns in a rollout come between the days; nothing else does.
        expect(next.at).toBeGreaterThan(naive.before);
        expect(next.at).toBeLessThanOrEqual(naive.at);
        const isIn = (at: Instant) =>
          offeredAt(asker, standing, calendar, { at, now })?.id === next.release.id;
        expect(isIn(next.at)).toBe(true);
        if (next.at - 1 > now) expect(isIn(toInstant(next.at - 1))).toBe(false);
        expect(next.release.id).not.toBe(offered?.id);
      }),
      runs,
    );
  });

  test("Of a kind it is the earliest of any installation, and exact where it says so", () => {
    const ids = fc.array(fc.uuid(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(worlds, standings, askers, ids, instants, (calendar, standing, asker, some, now) => {
        const foresight = new Foresight(calendar, now);
        const kind = kindOf(asker);
        if (kind === null) return;
        const told = foresight.ofKind(kind, standing, now);
        for (const installation of some) {
          const own = { ...asker, installation, installedAt: null, manual: false };
          const { next } = foresight.ofOne(own, standing, now);
          if (told.isSame) expect(next).toEqual(told.next);
          else if (next) expect(next.at).toBeGreaterThanOrEqual((told.next as ComingOffer).at);
        }
      }),
      runs,
    );
  });

  test("What comes is what an installation gets that asks at every date and takes what it is offered", () => {
    fc.assert(
      fc.property(worlds, standings, askers, instants, (calendar, standing, asker, now) => {
        const told = new Foresight(calendar, now).follow(asker, standing, now);
        let running = asker.running;
        const takeAll = (at: Instant) => {
          const taken: Release[] = [];
          for (;;) {
            const release = offeredAt({ ...asker, running }, standing, calendar, { at, now });
            if (release === null) return taken;
            taken.push(release);
            running = release.version;
          }
        };
        takeAll(now);
        const dates = [...new Set([...manyInstants(calendar, now), ...told.map(({ at }) => at)])];
        const taken = dates
          .sort((a, b) => a - b)
          .flatMap((at) => {
            const all = takeAll(at);
            const [release, ...before] = all.toReversed();
            return release
              ? [{ release, at, installations: 1, via: before.toReversed().map(({ version }) => version) }]
              : [];
          });
        expect(told).toEqual(taken);
      }),
      runs,
    );
  });

  test("A turn that may come at any instant is from then on, also if an earlier instant is asked about later", () => {
    const knownAt = addDays(START, -30);
    const release = aRelease("46.3", { automaticAt: START, rolloutDays: 7, state: "published" });
    const builds = [aBuild(release.id, { addedAt: knownAt })];
    const target = { platform: "win", arch: "x64", formats: null } as const;
    const kind = { target, running: version("46.2"), os: null, isManaged: false, runsAhead: false };
    const foresight = new Foresight(
      [{ release, builds, history: [{ knownAt, release }] }],
      addDays(START, 2),
    );
    for (const days of [2, 1, 3]) {
      const now = addDays(START, days);
      expect(foresight.ofKind(kind, beginStanding(AUTOMATIC), now).next).toEqual({ release, at: now });
    }
  });

  test("What is remembered says what is worked out anew, whatever is asked in between", () => {
    const times = fc.array(instants, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(worlds, standings, askers, times, (calendar, standing, asker, all) => {
        const kind = kindOf(asker);
        if (kind === null) return;
        const [first] = all as [Instant];
        const remembering = new Foresight(calendar, first);
        for (const now of all) {
          const anew = new Foresight(calendar, now);
          expect(remembering.ofKind(kind, standing, now)).toEqual(anew.ofKind(kind, standing, now));
          expect(remembering.ofNew(standing, now)).toEqual(anew.ofNew(standing, now));
        }
      }),
      runs,
    );
  });

  test("The next of a group is the soonest of its own, and newer than what somebody there runs", () => {
    const group = fc.array(fc.tuple(askers, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(worlds, standings, group, instants, (calendar, standing, all, now) => {
        const foresight = new Foresight(calendar, now);
        const sum = new GroupSum();
        for (const [asker, count] of all) sum.add(foresight.ofOne(asker, standing, now), count, null);
        const { next, basis } = sum.result(() => null);
        expect(basis).toBe("counted");
        const each = all.map(
          ([asker]) => foresight.ofOne(asker, standing, now).next?.at ?? Number.POSITIVE_INFINITY,
        );
        expect(next?.at ?? Number.POSITIVE_INFINITY).toBe(Math.min(...each));
        const isNewer = ({ running }: Asker) =>
          running === null ||
          !("parts" in running) ||
          (next && compareVersions(next.release.version, running) > 0);
        if (next) expect(all.some(([asker]) => isNewer(asker))).toBe(true);
      }),
      runs,
    );
  });

  test("The next of a group is what most of it is offered first, of as many the newer version", () => {
    const group = fc.array(fc.tuple(askers, fc.integer({ min: 1, max: 9 })), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(worlds, standings, group, instants, (calendar, standing, all, now) => {
        const foresight = new Foresight(calendar, now);
        const sum = new GroupSum();
        for (const [asker, count] of all) sum.add(foresight.ofOne(asker, standing, now), count, null);
        const { next } = sum.result(() => null);
        if (next === null) return;
        const counts = newOffers(all, { standing, calendar, at: next.at, now });
        const most = [...counts].sort(
          ([one, few], [other, many]) => many - few || compareVersions(other.version, one.version),
        );
        expect(next.release.id).toBe(most[0]?.[0].id);
      }),
      runs,
    );
  });
});

function kindOf({ target, running, os, isManaged }: Asker): InstallationKind | null {
  if (running === null || !("parts" in running)) return null;
  return { target, running, os, isManaged, runsAhead: false };
}
