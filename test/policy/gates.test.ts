import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isForAll } from "../../src/catalog/block.ts";
import { type Calendar, calendarAsPlanned } from "../../src/catalog/calendar.ts";
import { formatRunningVersion } from "../../src/catalog/running-version.ts";
import { formatVersion, parseVersion } from "../../src/catalog/version.ts";
import { AnswerTable } from "../../src/fleet/answer-table.ts";
import { addDays, type Instant } from "../../src/instant.ts";
import { datesAt } from "../../src/policy/dates.ts";
import { decide } from "../../src/policy/decide.ts";
import { forecast } from "../../src/policy/forecast.ts";
import { admissionAt } from "../../src/policy/gates/admission.ts";
import { type Asker, type Gate, NOTHING_OF_THE_COMPUTER } from "../../src/policy/gates/gate.ts";
import { GATES } from "../../src/policy/gates/gates.ts";
import {
  both,
  endsOf,
  isOpenAt,
  NEVER,
  nextOpen,
  type Opening,
  openSince,
  shutBetween,
} from "../../src/policy/gates/opening.ts";
import { judge, type Question } from "../../src/policy/judge.ts";
import { StepEffects } from "../../src/policy/release-effect.ts";
import type { Standing } from "../../src/policy/standing.ts";
import type { TraceValues } from "../../src/policy/trace.ts";
import { traceReleases } from "../../src/policy/trace-releases.ts";
import { offeredBy, type Verdict } from "../../src/policy/verdict.ts";
import { calendars, instants, questions, START, standings, WITH_EVERYTHING } from "./arbitraries.ts";

/** A gate that no rule has, with a date at which it opens again and one at which only its words change. */
const FREEZE: Gate = {
  name: "freeze",
  rule: "R19",
  isPassedByCritical: true,
  isPassedByStep: true,
  holdsBack: false,
  opening: () => shutBetween(addDays(START, 100), addDays(START, 160)),
  dates: () => [addDays(START, 130)],
  reason: ({ entry }, at) => ({
    code: at < addDays(START, 130) ? "release_paused" : "release_withdrawn",
    version: entry.release.version,
  }),
  trace: { some: "not_offered", none: "nothing_is_stopped", isAbout: () => true },
};
/** A gate that is open to some installations before others, on days of its own. */
const STAGGER: Gate = {
  name: "stagger",
  rule: "R18",
  isPassedByCritical: false,
  isPassedByStep: false,
  holdsBack: false,
  opening: ({ asker }) =>
    shutBetween(addDays(START, 200), addDays(START, asker?.installation?.startsWith("f") ? 230 : 210)),
  openingForAll: () => shutBetween(addDays(START, 200), addDays(START, 230)),
  reason: ({ entry }) => ({ code: "release_paused", version: entry.release.version }),
  trace: { some: "spread_over_days", none: "nothing_is_spread", isAbout: () => true },
};
const EVERY_GATE: readonly Gate[] = [...GATES, FREEZE, STAGGER];

interface World {
  readonly calendar: Calendar;
  /** The same calendar, in which some releases have no builds. */
  readonly sparse: Calendar;
  /** The same calendar with those blocks alone that are about every computer. */
  readonly common: Calendar;
  readonly standing: Standing;
  readonly asker: Asker;
  readonly moments: readonly Instant[];
}

const worlds: fc.Arbitrary<World> = fc
  .record({
    // Those without dates of support have few dates, so that one that is left out is seen.
    calendar: fc.oneof(
      calendars(WITH_EVERYTHING),
      calendars({ ...WITH_EVERYTHING, withFloors: false, withSupport: false }),
    ),
    lacking: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    standing: standings,
    asker: fc
      .tuple(questions, fc.nat(9))
      .map(([{ at: _, ...asker }, lot]) => ({ ...asker, isManaged: lot === 0 })),
    moments: fc.array(instants, { minLength: 4, maxLength: 12 }).map((all) => [...all].sort((a, b) => a - b)),
  })
  .map(({ lacking, ...world }) => ({
    ...world,
    sparse: world.calendar.map((entry, index) => (lacking[index] ? { ...entry, builds: [] } : entry)),
    common: world.calendar.map((entry) => {
      const blocks = entry.release.blocks.filter(isForAll);
      return { ...entry, release: { ...entry.release, blocks } };
    }),
  }));

/** They stay in every list: a release needs a date and a build, and a block is told to those who run the release, too (R31). */
const NEEDED = EVERY_GATE.filter(({ name }) => ["channel_date", "platform_build", "block"].includes(name));

const gateLists: fc.Arbitrary<readonly Gate[]> = fc
  .subarray(EVERY_GATE.filter((gate) => !NEEDED.includes(gate)))
  .chain((some) => shuffled([...NEEDED, ...some]));

function shuffled(gates: readonly Gate[]): fc.Arbitrary<Gate[]> {
  return fc.shuffledSubarray([...gates], { minLength: gates.length });
}

type Scene = Pick<World, "standing" | "calendar" | "asker">;

function verdictAt({ standing, calendar, asker }: Scene, at: Instant, gates: readonly Gate[]): Verdict {
  return decide({ ...asker, at }, { code: "vendor_default", standing }, calendar, gates);
}

/** The first to be let in at its standing: it asks by hand, so no rollout keeps it waiting, and is of no release's line. */
function firstAsker({ asker }: World): Asker {
  const first = { running: null, installedAt: null, installation: "0", manual: true };
  return { ...asker, ...first, ...NOTHING_OF_THE_COMPUTER };
}

type Agrees = (world: World, its: readonly Gate[], gates: readonly Gate[]) => boolean;

/** What must agree with `decide`: whether it does in a world, where it follows the first list and `decide` the second. */
const AGREES: Readonly<Record<string, Agrees>> = {
  "the dates at which a verdict can change": ({ standing, sparse: calendar, asker, moments }, its, gates) => {
    const dates = [...datesAt(calendar, standing, asker, its)];
    const scene = { standing, calendar, asker };
    return pairs(moments).every(
      ([a, b]) =>
        dates.some((date) => date > a && date <= b) ||
        isSame(verdictAt(scene, a, gates), verdictAt(scene, b, gates)),
    );
  },
  "the prepared answer": ({ standing, sparse: calendar, asker, moments }, its, gates) => {
    const running = asker.running ?? { parts: [0, 0] };
    const scene = {
      standing,
      calendar,
      asker: { ...asker, running, installedAt: null, manual: false },
    };
    const said = {
      running: formatRunningVersion(running),
      os: asker.os,
      isManaged: asker.isManaged,
    };
    const table = new AnswerTable({ code: "vendor_default", standing }, asker.target, calendar, its);
    return moments.every((at) => {
      const prepared = table.answer(at, said, readVersion);
      return !prepared || isSame(prepared.verdict, verdictAt(scene, at, gates));
    });
  },
  "the forecast": (world, its, gates) => {
    const now = world.moments[0] as Instant;
    const calendar = calendarAsPlanned(world.common, now);
    const coming = forecast(world.standing, calendar, { after: now, to: null }, its);
    const scene = { ...world, calendar, asker: firstAsker(world) };
    const mayRunNow = (id: string) =>
      calendar.some(
        (entry) => entry.release.id === id && isOpenAt(admissionAt(entry, scene.standing, gates), now),
      );
    const isForetold = world.moments.every((at) => {
      const offered = newestAt(scene, at, gates);
      const isDue = coming.some(({ release, eligibleAt }) => release.id === offered && eligibleAt <= at);
      return offered === null || isDue || mayRunNow(offered);
    });
    const arrives = coming
      .filter(({ superseded }) => !superseded)
      .every(({ release, eligibleAt }) => {
        const before = newestAt(scene, (eligibleAt - 1) as Instant, gates);
        return before !== release.id && newestAt(scene, eligibleAt, gates) === release.id;
      });
    return isForetold && arrives;
  },
  "the effect of a step": (world, its, gates) => {
    const step = { releaseId: "", before: world.common, after: world.common };
    return world.moments.every((now) => {
      const { before } = new StepEffects(step, now, its).of(world.standing);
      const offered = before.offered?.release.id ?? null;
      return offered === newestAt({ ...world, calendar: world.common, asker: firstAsker(world) }, now, gates);
    });
  },
  "the trace": ({ standing, sparse: calendar, asker, moments }, its, gates) =>
    moments.every((at) => {
      const verdict = verdictAt({ standing, calendar, asker }, at, gates);
      const asked: Question = { ...asker, at };
      const steps = traceReleases({ asked, standing, calendar, entries: [] }, verdict, its);
      const told = steps.find(({ rule }) => rule === "R5")?.saw.releases as readonly TraceValues[];
      const judged = new Map(
        calendar.map((entry) => {
          const judgement = judge(entry, asked, standing, gates);
          const decided = judgement.admitted ? "admitted" : judgement.reason?.code;
          return [formatVersion(entry.release.version), decided];
        }),
      );
      return told.every(({ version, decided }) => decided === judged.get(String(version)));
    }),
};

function newestAt(scene: Scene, at: Instant, gates: readonly Gate[]): string | null {
  return offeredBy(verdictAt(scene, at, gates));
}

function readVersion(text: string) {
  const version = parseVersion(text);
  return version.ok ? version.value : null;
}

function pairs(moments: readonly Instant[]): readonly [Instant, Instant][] {
  return moments.slice(1).map((moment, index) => [moments[index] as Instant, moment]);
}

/** Whether two verdicts are alike, but for how long a rollout has gone on: that grows all the time. */
function isSame(a: Verdict, b: Verdict): boolean {
  const [one, other] = [a, b].map((verdict) =>
    JSON.stringify(verdict, (name, value) => (name === "openSeconds" ? undefined : value)),
  );
  return one === other;
}

describe.each(Object.entries(AGREES))("%s", (_, agrees) => {
  test("agrees with decide, whatever gates there are", () => {
    fc.assert(
      fc.property(worlds, gateLists, (world, gates) => agrees(world, gates, gates)),
      { numRuns: 400 },
    );
  });
});

/** Which gates each of them would miss: a gate that has no date changes no answer by itself, and a forecast is for the first asker. */
const MISSED: Readonly<Record<string, readonly string[]>> = {
  "the dates at which a verdict can change": ["channel_date", "block", "rollout", "freeze", "stagger"],
  "the prepared answer": EVERY_GATE.map(({ name }) => name),
  "the forecast": ["channel_date", "release_state", "block", "hold", "freeze", "stagger"],
  "the effect of a step": ["channel_date", "release_state", "block", "hold", "freeze", "stagger"],
  "the trace": EVERY_GATE.map(({ name }) => name),
};

describe.each(Object.entries(MISSED))("%s without one gate", (name, missed) => {
  test.each(missed)("is seen to disagree where %s is left out", (left) => {
    const without = EVERY_GATE.filter((gate) => gate.name !== left);
    const agrees = AGREES[name] as (typeof AGREES)[string];
    const outcome = fc.check(
      fc.property(worlds, (world) => agrees(world, without, EVERY_GATE)),
      { numRuns: 3000, endOnFailure: true },
    );
    expect(outcome.failed).toBe(true);
  });
});

const openings: fc.Arbitrary<Opening> = fc
  .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 8 })
  .map((ends) => {
    const sorted = [...ends].sort((a, b) => a - b);
    let opening: Opening | null = null;
    for (let index = sorted.length - (sorted.length % 2) - 2; index >= 0; index -= 2) {
      opening = { from: sorted[index] as number, until: sorted[index + 1] as number, next: opening };
    }
    return opening ?? NEVER;
  });

describe("an opening", () => {
  const moments = Array.from({ length: 42 }, (_, at) => at as Instant);

  test("of two is open exactly when both are, and changes only at its ends", () => {
    fc.assert(
      fc.property(openings, openings, (a, b) => {
        const all = both(a, b);
        for (const at of moments) {
          expect(isOpenAt(all, at)).toBe(isOpenAt(a, at) && isOpenAt(b, at));
          expect(openSince(all, at) !== null).toBe(isOpenAt(all, at));
          const changes = at > 0 && isOpenAt(all, at) !== isOpenAt(all, (at - 1) as Instant);
          if (changes) expect(endsOf(all)).toContain(at);
        }
      }),
    );
  });

  test("opens next at the first open instant after one at which it is shut", () => {
    fc.assert(
      fc.property(openings, fc.constantFrom(...moments), (opening, after) => {
        const isOpen = isOpenAt(opening, after);
        const next = moments.find((at) => at > after && isOpenAt(opening, at)) ?? null;
        expect(nextOpen(opening, after)).toBe(isOpen ? null : next);
      }),
    );
  });
});
