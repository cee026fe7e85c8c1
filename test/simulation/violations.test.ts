import { describe, expect, test } from "vitest";
import type { Calendar } from "../../src/catalog/calendar.ts";
import type { Release } from "../../src/catalog/release.ts";
import { toOutput } from "../../src/cli/simulate-command.ts";
import type { Fleet } from "../../src/fleet/fleet.ts";
import { World } from "../../src/fleet/world.ts";
import { toInstant } from "../../src/instant.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Question } from "../../src/policy/judge.ts";
import type { Verdict } from "../../src/policy/verdict.ts";
import { type AnswerSource, STAY } from "../../src/simulation/answers.ts";
import { reportFiles } from "../../src/simulation/report.ts";
import type { SimulationOutcome } from "../../src/simulation/simulate.ts";
import { judgeAnswer, type Violation } from "../../src/simulation/violation.ts";
import { wishFor } from "./real-calendar.ts";
import { simulateHere } from "./simulate-here.ts";

/** Not every year has a case of every rule in it: the next one is tried then, of so many. */
const MOST_YEARS = 4;
const WISH = wishFor({ installations: 300, organizations: 20, days: 60, seed: 5 });

const DAY_MS = 86_400_000;

/** A fleet of which one thing is wrong. */
function broken(wrong: (fleet: Fleet) => Partial<AnswerSource>): (fleet: Fleet) => AnswerSource {
  return (fleet) => ({
    get calendar() {
      return fleet.calendar;
    },
    standingClassOf: (organization, user) => fleet.standingClassOf(organization, user),
    answer: (standingClass, target, said, now) => fleet.answer(standingClass, target, said, now),
    decide: (standingClass, asked) => fleet.decide(standingClass, asked),
    millisecondsToNextDate: (standingClass, target, now) =>
      fleet.millisecondsToNextDate(standingClass, target, now),
    ...wrong(fleet),
  });
}

/** Offers the oldest release of all to whoever has nothing to get. */
function backwards(fleet: Fleet): Partial<AnswerSource> {
  return {
    answer: () => null,
    decide: (standingClass, asked) => {
      const verdict = fleet.decide(standingClass, asked);
      const oldest = fleet.calendar.at(-1);
      if (verdict.action === "update" || !oldest) return verdict;
      const { release, builds } = oldest;
      return { ...verdict, action: "update", release, build: builds[0]! } satisfies Verdict;
    },
  };
}

/** Answers as it would some milliseconds later, or before. */
function shifted(milliseconds: number): (fleet: Fleet) => Partial<AnswerSource> {
  return (fleet) => ({
    answer: () => null,
    decide: (standingClass, asked) =>
      fleet.decide(standingClass, { ...asked, at: toInstant(asked.at + milliseconds) }),
  });
}

/** What a rule makes of the calendar, or of a question, when something is left out of it. */
interface Blindness {
  readonly calendar?: (calendar: Calendar) => Calendar;
  readonly asked?: (asked: Question) => Question;
}

/** Decides as if a part of the calendar or of the question were not there. */
function blind({ calendar = (all) => all, asked = (one) => one }: Blindness) {
  const seenOf = new WeakMap<Calendar, Calendar>();
  const seen = (whole: Calendar): Calendar => {
    const part = seenOf.get(whole) ?? calendar(whole);
    seenOf.set(whole, part);
    return part;
  };
  return (fleet: Fleet): Partial<AnswerSource> => ({
    answer: () => null,
    decide: (standingClass, question) => decide(asked(question), standingClass, seen(fleet.calendar)),
  });
}

/** The calendar with other releases, whose history stays. */
function withReleases(change: (release: Release) => Release): (calendar: Calendar) => Calendar {
  return (calendar) => calendar.map((entry) => ({ ...entry, release: change(entry.release) }));
}

/** R33 left out: a rollout's clock that never stops, as if the release had been published all the time. */
function neverStopped(calendar: Calendar): Calendar {
  return calendar.map((entry) => {
    const history = entry.history.map(({ knownAt, release }) => {
      return { knownAt, release: { ...release, state: "published" } as const };
    });
    const [first] = history;
    return {
      ...entry,
      history: first ? [{ ...first, knownAt: toInstant(0) }, ...history.slice(1)] : history,
    };
  });
}

const BLIND: readonly (readonly [string, Blindness])[] = [
  ["a floor that is crossed (R28)", { calendar: withReleases((release) => ({ ...release, floor: null })) }],
  [
    "an end of life at which nobody leaves (R30)",
    { calendar: withReleases((release) => ({ ...release, expiresAt: null })) },
  ],
  [
    "a managed installation that is offered something (R30)",
    { asked: (one) => ({ ...one, isManaged: false }) },
  ],
  [
    "a blocked release that is offered (R31)",
    { calendar: withReleases((release) => ({ ...release, blocks: [] })) },
  ],
  [
    "a block that never ends (R31)",
    {
      calendar: withReleases((release) => {
        return { ...release, blocks: release.blocks.map((block) => ({ ...block, until: null })) };
      }),
    },
  ],
  ["a system that is taken for one that is not said (R32)", { asked: (one) => ({ ...one, os: null }) }],
  ["a clock of rollouts that runs during a pause, and before publishing (R33)", { calendar: neverStopped }],
];

/** The simulation in which installations are offered something older, for the tests that look at what comes of it. */
let backwardsOnce: Promise<SimulationOutcome> | null = null;
function simulateBackwards(): Promise<SimulationOutcome> {
  backwardsOnce ??= simulateHere(WISH, { answering: broken(backwards) });
  return backwardsOnce;
}

async function firstViolation(answering: (fleet: Fleet) => AnswerSource): Promise<Violation | null> {
  for (let year = 0; year < MOST_YEARS; year++) {
    const wish = wishFor({ installations: 300, organizations: 20, days: 200, seed: 5 + year });
    const { violation } = await simulateHere(wish, { answering });
    if (violation) return violation;
  }
  return null;
}

describe("a broken rule is found:", () => {
  test("an installation that is offered something older", async () => {
    const { violation, ledger } = await simulateBackwards();
    expect(violation).toMatchObject({ kind: "went_backwards", expected: "no update", got: "44.3.0.28993" });
    expect(violation?.who).toMatchObject({ installation: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(ledger.length).toBeGreaterThan(100);
  });

  test.each([
    ["a day late", -DAY_MS],
    ["a day early", DAY_MS],
  ])("an upgrade that comes %s", async (_, days) => {
    const { violation } = await simulateHere(WISH, { answering: broken(shifted(days)) });
    expect(violation).toMatchObject({ kind: "not_as_forecast" });
    expect(violation?.got).not.toBe(violation?.expected);
  });

  test.each([
    ["late", -1],
    ["early", 1],
  ])("a next offer that comes a millisecond %s (R56)", async (_, milliseconds) => {
    const violation = await firstViolation(broken(shifted(milliseconds)));
    expect(violation).toMatchObject({ kind: "not_as_next" });
  });

  test.each(BLIND)("%s", async (_, blindness) => {
    const violation = await firstViolation(broken(blind(blindness)));
    expect(violation).toMatchObject({ kind: "not_as_forecast" });
  });

  test("organizations that stand elsewhere than the ledger says", async () => {
    const nobody = (fleet: Fleet) => ({ standingClassOf: () => fleet.standingClassOf(null, null) });
    const { violation } = await simulateHere(WISH, { answering: broken(nobody) });
    expect(violation).toMatchObject({ kind: "not_as_explained" });
  });

  test.each([
    [{ running: 5, answered: 4, foretold: 4 }, "went_backwards"],
    [{ running: 5, answered: 5, foretold: STAY }, "went_backwards"],
    [{ running: 5, answered: 7, foretold: 6 }, "not_as_forecast"],
    [{ running: 5, answered: STAY, foretold: 6 }, "not_as_forecast"],
    [{ running: 5, answered: 6, foretold: STAY }, "not_as_forecast"],
    [{ running: 5, answered: 6, foretold: 6 }, null],
    [{ running: 5, answered: STAY, foretold: STAY }, null],
  ])("%j is judged %s", (observed, kind) => {
    expect(judgeAnswer(observed)).toBe(kind);
  });
});

describe("a violation", () => {
  test("ends with 1, names seed, instant, organization, installation, what was expected and what came, and leaves a ledger to replay", async () => {
    const simulated = await simulateBackwards();
    const { text, exit } = toOutput(simulated, "somewhere");
    expect(exit).toBe(1);
    const { at, who, expected, got } = simulated.violation!;
    for (const named of [
      new Date(at).toISOString(),
      who!.organizationId,
      who!.installation,
      expected,
      got,
      "seed 5",
    ])
      expect(text).toContain(named);
    const file = reportFiles(simulated).find(({ name }) => name === "ledger.ndjson")!;
    const world = new World();
    for (const line of [...file.parts].join("").trimEnd().split("\n")) world.apply([JSON.parse(line)]);
    expect(world.sequence).toBe(simulated.head.sequence);
    const { organizations } = world;
    expect(organizations.standingClassOf(organizations.directory.find(who!.organizationId))).toBeGreaterThan(
      0,
    );
  });
});
