import fc from "fast-check";
import { expect, test } from "vitest";
import { calendarAsPlanned } from "../../src/catalog/calendar.ts";
import { RELEASE_STATES } from "../../src/catalog/release.ts";
import { decide } from "../../src/policy/decide.ts";
import { nextRelease } from "../../src/policy/forecast.ts";
import { NOTHING_OF_THE_COMPUTER } from "../../src/policy/gates/gate.ts";
import { effectsOf } from "../../src/policy/release-effect.ts";
import type { Standing } from "../../src/policy/standing.ts";
import { calendars, instants, standings } from "./arbitraries.ts";

const everything = calendars({ states: RELEASE_STATES, withRollout: true, withCritical: true });
const countOf = (standing: Standing) => [
  { standing, organizations: 3, users: 1, organizationIds: ["a", "b", "c"] },
];

test("what is offered before and after a step is what an installation that asks by hand is answered", () => {
  fc.assert(
    fc.property(everything, standings, instants, fc.nat(7), (calendar, standing, now, place) => {
      const changed = calendar[place % Math.max(calendar.length, 1)];
      const after = calendar.filter((entry) => entry !== changed);
      const [effect] = effectsOf(
        countOf(standing),
        { releaseId: changed?.release.id ?? "", before: calendar, after },
        now,
      );
      const target = { platform: "win", arch: "x64", formats: null } as const;
      const asked = {
        at: now,
        target,
        running: null,
        installation: null,
        installedAt: null,
        manual: true,
        ...NOTHING_OF_THE_COMPUTER,
      };
      for (const [outlook, asOf] of [
        [effect?.before, calendar],
        [effect?.after, after],
      ] as const) {
        const verdict = decide(asked, { code: "vendor_default", standing }, asOf);
        const version = verdict.action === "update" ? verdict.release.version : undefined;
        expect(outlook?.offered?.release.version).toEqual(version);
        expect(outlook?.next).toEqual(nextRelease(standing, calendarAsPlanned(asOf, now), now));
      }
      const isOffered = changed !== undefined && effect?.before.offered?.release.id === changed.release.id;
      expect([effect?.isTaken, effect?.isAtOnce]).toEqual([isOffered, isOffered]);
    }),
  );
});

test("a step that changes nothing has no effect on anybody", () => {
  fc.assert(
    fc.property(everything, standings, instants, (calendar, standing, now) => {
      const [effect] = effectsOf(
        countOf(standing),
        { releaseId: calendar[0]?.release.id ?? "", before: calendar, after: calendar },
        now,
      );
      const { isAtOnce, isChanged, isTaken, bypasses } = effect ?? {};
      expect({ isAtOnce, isChanged, isTaken, bypasses }).toEqual({
        isAtOnce: false,
        isChanged: false,
        isTaken: false,
        bypasses: false,
      });
    }),
  );
});

test("R20: who gets a release only because it is critical is offered it, and would not be without", () => {
  fc.assert(
    fc.property(everything, standings, instants, (calendar, standing, now) => {
      const [entry] = calendar;
      if (!entry) return;
      const { release } = entry;
      const toAll = {
        ...release,
        state: "published" as const,
        critical: { reason: "urgent", scope: "all" as const },
      };
      const plain = { ...toAll, critical: null };
      const withRelease = (one: typeof toAll | typeof plain) => [
        { ...entry, release: one },
        ...calendar.slice(1),
      ];
      const [effect] = effectsOf(
        countOf(standing),
        { releaseId: release.id, before: withRelease(plain), after: withRelease(toAll) },
        now,
      );
      const isOffered = effect?.after.offered?.release.id === release.id;
      const wasOffered = effect?.before.offered?.release.id === release.id;
      expect(effect?.bypasses).toBe(isOffered && !wasOffered);
    }),
  );
});
