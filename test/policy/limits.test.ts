import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBlocked } from "../../src/catalog/block.ts";
import { fitsSystem } from "../../src/catalog/build.ts";
import type { Calendar, CalendarEntry } from "../../src/catalog/calendar.ts";
import { RELEASE_STATES, type Release } from "../../src/catalog/release.ts";
import { isNewerThan, type KnownVersion } from "../../src/catalog/running-version.ts";
import { compareVersions, isSameLine, type Version } from "../../src/catalog/version.ts";
import { addDays, type Instant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Question } from "../../src/policy/judge.ts";
import type { Reason, ReasonCode } from "../../src/policy/reason.ts";
import type { Standing } from "../../src/policy/standing.ts";
import { supportOf } from "../../src/policy/support.ts";
import type { Verdict } from "../../src/policy/verdict.ts";
import { atDepth } from "../support/depth.ts";
import { calendars, questions, standings, versions, WITH_EVERYTHING } from "./arbitraries.ts";

const RUNS = atDepth({ gate: 600, soak: 10_000 });
const EVERYTHING = calendars(WITH_EVERYTHING);
/** So that an offer is the rule: most are published, and nothing is planned. */
const MOSTLY_OUT = calendars({
  ...WITH_EVERYTHING,
  states: ["published", "published", "published", "paused"],
});
/** So that everything that waits waits for its turn alone. */
const SPREAD = calendars({ withRollout: true, withSystems: true, withHistory: true });
const NO_FLOORS = calendars({
  ...WITH_EVERYTHING,
  withFloors: false,
  states: [...RELEASE_STATES, "published", "published", "published"],
});
/** An installation that says what it runs. */
const ASKED = fc.tuple(questions, versions).map(([asked, running]) => ({ ...asked, running }));

function verdict(asked: Question, standing: Standing, calendar: Calendar): Verdict {
  return decide(asked, { code: "vendor_default", standing }, calendar);
}

function find<Code extends ReasonCode>({ reasons }: Verdict, code: Code) {
  return reasons.find((reason): reason is Extract<Reason, { code: Code }> => reason.code === code);
}

/** Everything that an installation runs from first to last if it follows each offer and asks again at once. */
function chain(asked: Question & { running: Version }, standing: Standing, calendar: Calendar): Version[] {
  const visited = [asked.running];
  for (let left = calendar.length; left >= 0; left--) {
    const given = verdict({ ...asked, running: visited.at(-1) as Version }, standing, calendar);
    if (given.action === "stay") return visited;
    visited.push(given.release.version);
  }
  throw new Error("there are more offers than releases");
}

/** The floors that an installation passes on its way from one version to another. */
function passed(from: Version, to: Version, calendar: Calendar): readonly Version[] {
  return calendar
    .filter(({ release }) => release.floor !== null)
    .map(({ release }) => release.version)
    .filter((floor) => compareVersions(floor, from) > 0 && compareVersions(floor, to) <= 0);
}

describe("R28: floors", () => {
  test("An installation that follows every offer runs a release of each floor's line, not older than the floor", () => {
    let passedSome = 0;
    fc.assert(
      fc.property(ASKED, standings, MOSTLY_OUT, (asked, standing, calendar) => {
        const visited = chain(asked, standing, calendar);
        for (const [index, version] of visited.slice(1).entries()) {
          for (const floor of passed(visited[index] as Version, version, calendar)) {
            expect(isSameLine(floor, version)).toBe(true);
            passedSome++;
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(passedSome).toBeGreaterThan(0);
  });

  test("A step is out, older than what it leads to, and named; what is final is the target itself", () => {
    let steps = 0;
    fc.assert(
      fc.property(ASKED, standings, MOSTLY_OUT, (asked, standing, calendar) => {
        const given = verdict(asked, standing, calendar);
        const step = find(given, "step_on_the_way");
        expect(step === undefined).toBe(given.final);
        if (!step || given.action === "stay") return;
        steps++;
        const { version, automaticAt, slowAt, state } = given.release;
        expect(step.version).toBe(version);
        expect(compareVersions(version, step.target)).toBeLessThan(0);
        expect(compareVersions(version, step.floor)).toBeGreaterThanOrEqual(0);
        expect(state).toBe("published");
        expect(Math.min(automaticAt, slowAt ?? automaticAt)).toBeLessThanOrEqual(asked.at);
        expect(find(given, "newest_eligible")?.version).toBe(step.target);
      }),
      { numRuns: RUNS },
    );
    expect(steps).toBeGreaterThan(0);
  });

  test("A floor never makes anything newer be offered", () => {
    fc.assert(
      fc.property(ASKED, standings, EVERYTHING, (asked, standing, calendar) => {
        const given = verdict(asked, standing, calendar);
        const free = verdict(asked, standing, without(calendar, { floor: null }));
        if (given.action === "stay") return;
        expect(free.action).toBe("update");
        if (free.action === "stay") return;
        expect(compareVersions(given.release.version, free.release.version)).toBeLessThanOrEqual(0);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("R29: support", () => {
  test("It is that of the release itself, of the newest older one of its line, or of the oldest newer one", () => {
    fc.assert(
      fc.property(questions, running, EVERYTHING, (asked, version, calendar) => {
        const {
          supportEndsAt = null,
          expiresAt = null,
          warnDays = 0,
        } = naiveRelease(version, calendar) ?? {};
        const isPast = (date: Instant | null) => date !== null && date <= asked.at;
        const state = isPast(expiresAt)
          ? "expired"
          : isPast(supportEndsAt)
            ? "ended"
            : isPast(expiresAt && addDays(expiresAt, -warnDays))
              ? "ending"
              : "supported";
        const enforced = !asked.isManaged;
        expect(supportOf(version, calendar, asked)).toEqual({
          state,
          endsAt: supportEndsAt,
          expiresAt,
          enforced,
        });
      }),
      { numRuns: RUNS },
    );
  });
});

describe("R30: leaving", () => {
  test("What is past its end of life is left exactly where something newer is out, fits, and may be run itself", () => {
    const seen = { update: 0, stay: 0 };
    fc.assert(
      fc.property(ASKED, standings, NO_FLOORS, (asked, standing, calendar) => {
        const given = verdict(asked, standing, calendar);
        if (given.support.state !== "expired") return;
        seen[given.action]++;
        const mayLeave = calendar.some((entry) => isWayOut(entry, asked));
        expect(given.action).toBe(mayLeave ? "update" : "stay");
        expect(find(given, "version_expired")).toBeDefined();
        expect(find(given, "expired_nothing_newer") === undefined).toBe(mayLeave);
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(seen.update, seen.stay)).toBeGreaterThan(0);
  });

  test("Nothing is set aside for an installation whose version may be run, or that leaves it as it stands", () => {
    fc.assert(
      fc.property(ASKED, standings, NO_FLOORS, (asked, standing, calendar) => {
        const given = verdict(asked, standing, calendar);
        if (!find(given, "left_early")) return;
        expect(given.support.state).toBe("expired");
        const eternal = verdict(asked, standing, without(calendar, { expiresAt: null }));
        const lasts = eternal.action === "update" && isExpired(eternal.release, asked.at, calendar);
        expect(eternal.action === "stay" || lasts).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test("An installation that is managed elsewhere always stays, and is told so", () => {
    fc.assert(
      fc.property(questions, standings, EVERYTHING, (asked, standing, calendar) => {
        const given = verdict({ ...asked, isManaged: true }, standing, calendar);
        expect(given).toMatchObject({ action: "stay", final: true, support: { enforced: false } });
        expect(find(given, "managed_elsewhere")).toBeDefined();
      }),
      { numRuns: RUNS / 5 },
    );
  });
});

describe("R31, R32: blocks and systems", () => {
  test("What is offered fits the system, and is not blocked for the computer", () => {
    fc.assert(
      fc.property(questions, standings, EVERYTHING, (asked, standing, calendar) => {
        const given = verdict(asked, standing, calendar);
        if (given.action === "stay") return;
        expect(given.build && fitsSystem(given.build, asked.os)).toBe(true);
        expect(isBlockedFor(given.release, asked)).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("R33: the rollout's clock", () => {
  test("Who waits enters at the instant that is told, and not before", () => {
    let waited = 0;
    fc.assert(
      fc.property(ASKED, standings, SPREAD, (asked, standing, calendar) => {
        const waiting = find(verdict(asked, standing, calendar), "rollout_waiting");
        if (!waiting) return;
        const { entersAt, openSeconds, neededSeconds, version } = waiting;
        expect(entersAt).toBeGreaterThan(asked.at);
        expect(openSeconds).toBeLessThanOrEqual(neededSeconds);
        const alone = calendar.filter(({ release }) => release.version === version);
        const isLetIn = (at: number) =>
          find(verdict({ ...asked, at: at as Instant }, standing, alone), "rollout_waiting") === undefined;
        expect([isLetIn(entersAt - 1), isLetIn(entersAt)]).toEqual([false, true]);
        waited++;
      }),
      { numRuns: RUNS },
    );
    expect(waited).toBeGreaterThan(0);
  });
});

const labelled = fc
  .record({ three: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)), label: fc.constantFrom("beta.1", "2", "1.x") })
  .map(({ three, label }) => ({ core: { parts: three }, label }));
const running: fc.Arbitrary<KnownVersion> = fc.oneof(versions, labelled);

function naiveRelease(version: KnownVersion, calendar: Calendar): Release | null {
  const all = calendar.map(({ release }) => release).toReversed();
  const same = all.find(
    (release) => !("label" in version) && compareVersions(release.version, version) === 0,
  );
  const own = "label" in version ? version.core : version;
  const line = all.filter((release) => isSameLine(release.version, own));
  const older = line.filter((release) => !isNewerThan(release.version, version)).at(-1);
  return same ?? older ?? all.find((release) => isNewerThan(release.version, version)) ?? null;
}

function isWayOut({ release, builds }: CalendarEntry, asked: Question & { running: Version }): boolean {
  const { at, target, os } = asked;
  return (
    compareVersions(release.version, asked.running) > 0 &&
    release.state === "published" &&
    release.automaticAt <= at &&
    (release.expiresAt === null || release.expiresAt > at) &&
    !isBlockedFor(release, asked) &&
    builds.some(
      (build) => build.platform === target.platform && build.arch === target.arch && fitsSystem(build, os),
    )
  );
}

function isBlockedFor({ blocks }: Release, { at, target, os }: Question): boolean {
  return blocks.some((block) => (block.until === null || at < block.until) && isBlocked(block, target, os));
}

/** Whether a release, as the calendar has it, is past its end of life. */
function isExpired({ id }: Release, at: Instant, calendar: Calendar): boolean {
  const expiresAt = calendar.find(({ release }) => release.id === id)?.release.expiresAt ?? null;
  return expiresAt !== null && expiresAt <= at;
}

/** The same calendar, every release of which is changed alike. */
function without(calendar: Calendar, change: Partial<Release>): Calendar {
  return calendar.map((entry) => {
    return { ...entry, release: { ...entry.release, ...change } };
  });
}
