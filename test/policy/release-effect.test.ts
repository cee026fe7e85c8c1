import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Calendar, type CalendarEntry, calendarAsPlanned } from "../../src/catalog/calendar.ts";
import { compareVersions } from "../../src/catalog/version.ts";
import type { Instant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import { forecast } from "../../src/policy/forecast.ts";
import { type Asker, NOTHING_OF_THE_COMPUTER } from "../../src/policy/gates/gate.ts";
import { type InstallationKind, questionOf } from "../../src/policy/installation-moves.ts";
import { type Arrivals, StepEffects } from "../../src/policy/release-effect.ts";
import { isHeldBack, type Standing } from "../../src/policy/standing.ts";
import type { Verdict } from "../../src/policy/verdict.ts";
import { atDepth } from "../support/depth.ts";
import { standings } from "./arbitraries.ts";
import { kinds, momentsFrom, type RandomStep, steps } from "./steps.ts";

/** The first installation of a standing: it asks by hand, so no rollout keeps it waiting, and is of no release's line. */
const FIRST: Asker = {
  target: { platform: "win", arch: "x64", formats: null },
  running: null,
  installation: null,
  installedAt: null,
  manual: true,
  ...NOTHING_OF_THE_COMPUTER,
};

/** What an asker is answered at every instant from now on at which that can change, if all goes as planned. */
function future(asker: Asker, standing: Standing, calendar: Calendar, now: Instant) {
  const planned = calendarAsPlanned(calendar, now);
  return momentsFrom(now, calendar).map((at) => {
    return { at, verdict: decide({ ...asker, at }, { code: "vendor_default", standing }, planned) };
  });
}

const offered = (verdict: Verdict) => (verdict.action === "update" ? verdict.release.id : null);

function isOnTheWayTo(releaseId: string, calendar: Calendar, verdict: Verdict): boolean {
  const release = calendar.find((entry) => entry.release.id === releaseId)?.release;
  const step = verdict.reasons.find(({ code }) => code === "step_on_the_way");
  return (
    offered(verdict) === releaseId ||
    (release !== undefined &&
      step?.code === "step_on_the_way" &&
      compareVersions(step.target, release.version) === 0)
  );
}

function firstAt(asker: Asker, standing: Standing, step: RandomStep, side: keyof Arrivals): Instant | null {
  const all = future(asker, standing, step[side], step.now);
  return all.find(({ verdict }) => isOnTheWayTo(step.releaseId, step[side], verdict))?.at ?? null;
}

describe("the effect of a step with a release", () => {
  test("on a standing is the first instant at which a new installation is offered the release, before and after", () => {
    fc.assert(
      fc.property(steps({ isLimited: false }), standings, (step, standing) => {
        const { arrives } = new StepEffects(step, step.now).of(standing);
        const [before, after] = (["before", "after"] as const).map((side) =>
          firstAt(FIRST, standing, step, side),
        );
        expect(arrives).toEqual({ before, after });
      }),
      { numRuns: atDepth({ gate: 300, soak: 20_000 }) },
    );
  });

  test("changes something exactly if a new installation is answered otherwise, now or later", () => {
    fc.assert(
      fc.property(steps({ isLimited: false }), standings, (step, standing) => {
        const { now } = step;
        const effect = new StepEffects(step, now).of(standing);
        const moments = momentsFrom(now, step.before, step.after);
        const answers = [step.before, step.after].map((calendar) => {
          const planned = calendarAsPlanned(calendar, now);
          return moments.map((at) =>
            offered(decide({ ...FIRST, at }, { code: "vendor_default", standing }, planned)),
          );
        });
        expect(effect.isChanged).toBe(JSON.stringify(answers[0]) !== JSON.stringify(answers[1]));
        expect(effect.isAtOnce).toBe(answers[0]?.[0] !== answers[1]?.[0]);
        for (const [outlook, calendar] of [
          [effect.before, step.before],
          [effect.after, step.after],
        ] as const) {
          const coming = forecast(standing, calendarAsPlanned(calendar, now), { after: now, to: null });
          expect(outlook.coming).toEqual(coming.filter(({ superseded }) => !superseded));
        }
      }),
      { numRuns: atDepth({ gate: 300, soak: 20_000 }) },
    );
  });

  test("R20: bypasses exactly where the release is offered at once, was not, and would not be if it were ordinary", () => {
    fc.assert(
      fc.property(steps({ isLimited: false }), standings, (step, standing) => {
        const ordinary = step.after.map((entry) => {
          return entry.release.id === step.releaseId
            ? { ...entry, release: { ...entry.release, critical: null } }
            : entry;
        });
        const isOfferedNow = (calendar: Calendar) => {
          const asked = { ...FIRST, at: step.now };
          return offered(decide(asked, { code: "vendor_default", standing }, calendar)) === step.releaseId;
        };
        const bypasses = isOfferedNow(step.after) && !isOfferedNow(step.before) && !isOfferedNow(ordinary);
        expect(new StepEffects(step, step.now).of(standing).bypasses).toBe(bypasses);
      }),
      { numRuns: atDepth({ gate: 300, soak: 20_000 }) },
    );
  });

  test("R15: says where a hold keeps the release back", () => {
    fc.assert(
      fc.property(steps({ isLimited: false }), standings, (step, standing) => {
        const planned = calendarAsPlanned(step.after, step.now);
        const entry = planned.find(({ release }) => release.id === step.releaseId) as CalendarEntry;
        const { isHeld } = new StepEffects(step, step.now).of(standing);
        expect(isHeld).toBe(standing.hold !== null && isHeldBack(entry, standing.hold));
      }),
    );
  });

  test("on installations is the first instant at which one of them is offered the release, or a step on the way", () => {
    fc.assert(
      fc.property(steps({ isLimited: true }), standings, kinds, (step, standing, kind) => {
        const { arrives } = new StepEffects(step, step.now).ofKind(standing, kind);
        const asker = firstOfKind(kind, step.now);
        const [before, after] = (["before", "after"] as const).map((side) =>
          firstAt(asker, standing, step, side),
        );
        expect(arrives).toEqual({ before, after });
      }),
      { numRuns: atDepth({ gate: 500, soak: 20_000 }) },
    );
  });
});

function firstOfKind(kind: InstallationKind, now: Instant): Asker {
  return { ...questionOf(kind, now), manual: true };
}
