import fc from "fast-check";
import { expect, test } from "vitest";
import { RELEASE_STATES } from "../../src/catalog/release.ts";
import { toInstant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import { NOTHING_OF_THE_COMPUTER } from "../../src/policy/gates/gate.ts";
import { mayRun } from "../../src/policy/may-run.ts";
import { calendars, instants, schedules, standings } from "./arbitraries.ts";

const everything = calendars({ states: RELEASE_STATES, withRollout: true, withCritical: true });

test("R22: a release may be run if a new installation that asks by hand were offered it, had there been no newer one", () => {
  fc.assert(
    fc.property(everything, standings, instants, (calendar, standing, at) => {
      const target = { platform: "win", arch: "x64", formats: null } as const;
      const installedAt = toInstant(Math.max(at, standing.hold?.since ?? at) + 1);
      const asked = {
        at,
        target,
        running: null,
        installation: null,
        installedAt,
        manual: true,
        ...NOTHING_OF_THE_COMPUTER,
      };
      for (const entry of calendar) {
        const { action } = decide(asked, { code: "vendor_default", standing }, [entry]);
        expect(mayRun(entry, [standing.schedule], at)).toBe(action === "update");
      }
    }),
  );
});

test("R22: what some schedule of several may run, all together may run, and without one nothing may", () => {
  fc.assert(
    fc.property(everything, fc.array(schedules, { maxLength: 3 }), instants, (calendar, several, at) => {
      for (const entry of calendar) {
        const alone = several.map((schedule) => mayRun(entry, [schedule], at));
        expect(mayRun(entry, several, at)).toBe(alone.includes(true));
      }
    }),
  );
});
