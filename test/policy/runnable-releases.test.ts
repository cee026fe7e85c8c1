import fc from "fast-check";
import { expect, test } from "vitest";
import type { Calendar } from "../../src/catalog/calendar.ts";
import { RELEASE_STATES } from "../../src/catalog/release.ts";
import { addDays, toInstant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import { runnableReleases } from "../../src/policy/runnable-releases.ts";
import { isExpired } from "../../src/policy/support.ts";
import { calendars, instants, START, schedules, standings, WITH_EVERYTHING } from "./arbitraries.ts";

const OPTIONS = { states: RELEASE_STATES, withRollout: true, withCritical: true };
const everything = calendars(OPTIONS);
const idsOf = (calendar: Calendar) => calendar.map(({ release }) => release.id);

test("R22: a release may be run if a new installation that asks by hand were offered it, had there been no newer one", () => {
  fc.assert(
    fc.property(everything, standings, instants, (calendar, standing, at) => {
      const target = { platform: "win", arch: "x64", formats: null } as const;
      const installedAt = toInstant(Math.max(at, standing.hold?.since ?? at) + 1);
      const who = { installation: null, installedAt, manual: true, os: null, isManaged: false };
      const asked = { at, target, running: null, ...who };
      const offered = calendar.filter(
        (entry) => decide(asked, { code: "vendor_default", standing }, [entry]).action === "update",
      );
      expect(idsOf(runnableReleases(calendar, [standing.schedule], at))).toEqual(idsOf(offered));
    }),
  );
});

test("R22: what some schedule of several may run, all together may run, and without one nothing may", () => {
  const limited = calendars(WITH_EVERYTHING);
  fc.assert(
    fc.property(limited, fc.array(schedules, { maxLength: 3 }), instants, (calendar, several, at) => {
      const alone = new Set(several.flatMap((schedule) => idsOf(runnableReleases(calendar, [schedule], at))));
      const together = idsOf(runnableReleases(calendar, several, at));
      expect(together).toEqual(idsOf(calendar).filter((id) => alone.has(id)));
    }),
  );
});

test("R22, R30: nothing that is expired may be run, and where all is, what the next rung has", () => {
  fc.assert(
    fc.property(calendars(WITH_EVERYTHING), schedules, instants, (calendar, schedule, at) => {
      for (const { release } of runnableReleases(calendar, [schedule], at))
        expect(isExpired(release, at)).toBe(false);
    }),
  );
  const SLOW = { cadence: "slow", deferralWeeks: 12 } as const;
  const at = addDays(START, 30);
  fc.assert(
    fc.property(everything, (calendar) => {
      const [newer, older] = calendar;
      if (!newer || !older) return;
      const usual = { state: "published", critical: null, automaticAt: START } as const;
      const before = addDays(START, -100);
      const dates = { automaticAt: before, slowAt: before };
      const expired = { ...older.release, ...usual, ...dates, expiresAt: addDays(START, 29) };
      const entries = [
        { ...newer, release: { ...newer.release, ...usual, slowAt: null } },
        { ...older, release: expired },
      ];
      expect(idsOf(runnableReleases(entries, [SLOW], at))).toEqual([newer.release.id]);
      const kept = { ...older, release: { ...expired, expiresAt: null } };
      expect(idsOf(runnableReleases([entries[0] ?? newer, kept], [SLOW], at))).toEqual([older.release.id]);
    }),
  );
});
