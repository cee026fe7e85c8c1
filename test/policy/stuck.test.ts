import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Calendar, calendarFor } from "../../src/catalog/calendar.ts";
import { addDays, EARLIEST, type Instant, toInstant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Asker } from "../../src/policy/gates/gate.ts";
import { AUTOMATIC } from "../../src/policy/schedule.ts";
import type { Standing } from "../../src/policy/standing.ts";
import { StuckWatch } from "../../src/policy/stuck.ts";
import { atDepth } from "../support/depth.ts";
import { aBuild, aRelease, at } from "../support/records.ts";
import { calendars, instants, questions, standings, WITH_EVERYTHING } from "./arbitraries.ts";

const HOUR_MS = 3_600_000;
const askers = questions.map(({ at: _, ...asker }): Asker => asker);
const runs = { numRuns: atDepth({ gate: 200, soak: 5_000 }) };

interface When {
  readonly at: Instant;
  readonly now: Instant;
}

/** What a check is told at an instant of the past, asked at `now` (R17). */
function actionAt(asker: Asker, standing: Standing, calendar: Calendar, when: When) {
  const known = calendarFor(calendar, when.at, when.now);
  return decide({ ...asker, at: when.at }, { code: "vendor_default", standing }, known).action;
}

/** Every sixth hour of more than fourteen days. */
function hoursUpTo(now: Instant): readonly Instant[] {
  const from = addDays(now, -14) - 1;
  const hours: Instant[] = [];
  for (let one = from; one <= now; one += 6 * HOUR_MS) hours.push(toInstant(one));
  return [...hours, now];
}

describe("stuck for more than 14 days", () => {
  test("no check of the 14 days would have been told to stay, or the instant that is named would", () => {
    const seen = { stuck: 0, not: 0 };
    fc.assert(
      fc.property(calendars(WITH_EVERYTHING), standings, askers, instants, (made, standing, asker, now) => {
        // Nothing that is known later belongs to the calendar of the present.
        const calendar = calendarFor(made, now, toInstant(now + 1));
        const watch = new StuckWatch(calendar, now);
        const stay = watch.findStay(asker, { code: "vendor_default", standing }, EARLIEST);
        const offered = (one: Instant) => actionAt(asker, standing, calendar, { at: one, now }) === "update";
        if (stay === null) {
          seen.stuck++;
          expect(hoursUpTo(now).every(offered)).toBe(true);
          return;
        }
        seen.not++;
        expect(stay).toBeGreaterThanOrEqual(addDays(now, -14) - 1);
        expect(stay).toBeLessThanOrEqual(now);
        expect(offered(stay)).toBe(false);
      }),
      runs,
    );
    expect(seen.stuck).toBeGreaterThan(0);
    expect(seen.not).toBeGreaterThan(0);
  });

  const target = { platform: "win", arch: "x64", formats: null } as const;
  const asker: Asker = {
    ...{ target, running: { parts: [45, 1] }, installation: null, installedAt: null },
    ...{ manual: false, os: null, isManaged: false },
  };
  const automatic = { code: "vendor_default", standing: { schedule: AUTOMATIC, hold: null } } as const;
  const release = aRelease("45.2", { automaticAt: at("2026-03-01"), state: "published" });
  const early = at("2026-01-01");
  const build = { ...aBuild(release.id), addedAt: early };
  const calendar: Calendar = [{ release, builds: [build], history: [{ knownAt: early, release }] }];
  const isStuckAt = (now: Instant, one: Calendar = calendar, since: Instant = EARLIEST) =>
    new StuckWatch(one, now).findStay(asker, automatic, since) === null;
  const exactly = addDays(at("2026-03-01"), 14);

  test("14 days are not more than 14 days; a millisecond later it is stuck", () => {
    expect(isStuckAt(exactly)).toBe(false);
    expect(isStuckAt(toInstant(exactly + 1))).toBe(true);
  });

  test("a release that was published later than its date is offered from then on", () => {
    const planned = { ...release, state: "planned" as const };
    const later = addDays(early, 70);
    const history = [
      { knownAt: early, release: planned },
      { knownAt: later, release },
    ];
    const late: Calendar = [{ release, builds: [build], history }];
    expect(isStuckAt(addDays(later, 14), late)).toBe(false);
    expect(isStuckAt(addDays(later, 15), late)).toBe(true);
  });

  test("a pause within the 14 days is a break, and so are a build and a schedule that came within them", () => {
    const now = addDays(exactly, 20);
    const paused = { ...release, state: "paused" as const };
    const history = [
      { knownAt: early, release },
      { knownAt: addDays(now, -5), release: paused },
      { knownAt: addDays(now, -4), release },
    ];
    expect(isStuckAt(now)).toBe(true);
    expect(isStuckAt(now, [{ release, builds: [build], history }])).toBe(false);
    const rebuilt = { ...build, addedAt: addDays(now, -3) };
    expect(isStuckAt(now, [{ release, builds: [rebuilt], history: history.slice(0, 1) }])).toBe(false);
    expect(isStuckAt(now, calendar, addDays(now, -1))).toBe(false);
  });
});
