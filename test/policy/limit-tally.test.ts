import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Calendar, calendarAsPlanned, toCalendar } from "../../src/catalog/calendar.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import { datesAt } from "../../src/policy/dates.ts";
import { decide } from "../../src/policy/decide.ts";
import { expiresBeforeNext } from "../../src/policy/expires-before-next.ts";
import { AHEAD } from "../../src/policy/foresight.ts";
import { GATES } from "../../src/policy/gates/gates.ts";
import { type InstallationKind, questionOf } from "../../src/policy/installation-moves.ts";
import { LimitTally } from "../../src/policy/limit-tally.ts";
import { StepEffects } from "../../src/policy/release-effect.ts";
import { beginStanding, type Standing } from "../../src/policy/standing.ts";
import { countsAs } from "../../src/policy/support.ts";
import { atDepth } from "../support/depth.ts";
import { aBuild, aRelease, at, schedule, version } from "../support/records.ts";
import { standings } from "./arbitraries.ts";
import { kinds, steps } from "./steps.ts";

/** Later than every date of the random worlds. */
const AT_LAST = toInstant(Date.UTC(2040, 0, 1));

/** What an installation is told once everything planned has come: a step, that it cannot cross a floor, or neither. */
function toldAtLast(kind: InstallationKind, standing: Standing, calendar: Calendar, now: Instant) {
  const asked = { ...questionOf(kind, now), manual: true, at: AT_LAST };
  const verdict = decide(asked, { code: "vendor_default", standing }, calendarAsPlanned(calendar, now));
  return {
    routed: verdict.action === "update" && !verdict.final,
    stranded: verdict.reasons.some(({ code }) => code === "floor_out_of_reach"),
  };
}

describe("R28: the preview of a step", () => {
  test("counts the installations that get a step on the way, and those that cannot cross a floor, before and after", () => {
    fc.assert(
      fc.property(
        steps({ isLimited: true }),
        fc.array(fc.record({ standing: standings, kind: kinds, count: fc.nat(3) }), { maxLength: 4 }),
        (step, world) => {
          const tally = new LimitTally(
            new StepEffects(step, step.now),
            world.map(({ kind }) => kind),
          );
          world.forEach(({ standing, count }, number) => {
            tally.add({ id: `o${number}`, standing, usersAhead: 0, visit: (see) => see(number, count) });
          });
          const { routed, stranded } = tally.result();
          for (const side of ["before", "after"] as const) {
            const told = world.map(({ standing, kind, count }) => {
              const own = kind.runsAhead ? AHEAD.standing : standing;
              return { count, ...toldAtLast(kind, own, step[side], step.now) };
            });
            for (const what of ["routed", "stranded"] as const) {
              const some = told.filter((one) => one[what] && one.count > 0);
              const counted = { routed, stranded }[what];
              if (counted === null) expect(some).toEqual([]);
              else {
                expect(counted[side]).toEqual({
                  organizations: some.length,
                  installations: some.reduce((sum, { count }) => sum + count, 0),
                });
              }
            }
          }
        },
      ),
      { numRuns: atDepth({ gate: 400, soak: 20_000 }) },
    );
  });
});

/** R30: the end of life of what runs, if it is still to come and nothing is offered before it; else null. */
function expiryNaively(kind: InstallationKind, standing: Standing, planned: Calendar, now: Instant) {
  if (kind.running === null || kind.isManaged) return null;
  const expiresAt = countsAs(kind.running, planned)?.expiresAt ?? null;
  if (expiresAt === null || expiresAt <= now) return null;
  const dates = datesAt(planned, standing, questionOf(kind, now), GATES);
  const moments = [now, ...dates].filter((at) => at >= now && at < expiresAt);
  // Up to its end of life nothing makes it leave, so its verdicts say what its schedule brings.
  const isOffered = moments.some((at) => {
    const { action } = decide(questionOf(kind, at), { code: "vendor_default", standing }, planned);
    return action === "update";
  });
  return isOffered ? null : expiresAt;
}

describe("R30: a version expires before its successor comes", () => {
  test("a release that comes on the day of its own end of life is no successor of what counts as it", () => {
    const day = at("2026-03-19");
    const release = aRelease("1.0", { state: "published", automaticAt: day, expiresAt: day });
    const history = [{ knownAt: at("2026-01-01"), release }];
    const builds = [aBuild(release.id, { platform: "win", arch: "x64" })];
    const plan = { planned: toCalendar([{ release, builds, history }]), now: at("2026-01-01") };
    const target = { platform: "win", arch: "x64", formats: null } as const;
    const kind = { target, running: version("0.9"), runsAhead: false, os: null, isManaged: false };
    const standing = beginStanding(schedule("automatic"));
    expect(expiresBeforeNext(kind, standing, plan)).toMatchObject({ expiresAt: day, nextAt: null });
  });

  test("exactly if an installation that runs it is offered nothing up to its end of life", () => {
    fc.assert(
      fc.property(steps({ isLimited: true }), standings, kinds, (step, standing, kind) => {
        const { after, now } = step;
        const planned = calendarAsPlanned(after, now);
        const found = expiresBeforeNext(kind, standing, { planned, now });
        const naive = expiryNaively(kind, standing, planned, now);
        // Where both say otherwise, the successor comes at the very instant of the end of life.
        if (found) {
          expect(found.expiresAt).toBe(naive);
          expect(found.nextAt === null || found.nextAt > found.expiresAt).toBe(true);
        } else if (naive !== null) {
          const { action } = decide(questionOf(kind, naive), { code: "vendor_default", standing }, planned);
          expect(action).toBe("update");
        }
      }),
      { numRuns: atDepth({ gate: 1_000, soak: 20_000 }) },
    );
  });
});
