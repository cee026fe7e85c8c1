import { describe, expect, test } from "vitest";
import { toOutput } from "../../src/cli/simulate-command.ts";
import type { Fleet } from "../../src/fleet/fleet.ts";
import { World } from "../../src/fleet/world.ts";
import { addDays } from "../../src/instant.ts";
import type { Verdict } from "../../src/policy/verdict.ts";
import { type AnswerSource, STAY } from "../../src/simulation/answers.ts";
import { reportFiles } from "../../src/simulation/report.ts";
import { judgeAnswer } from "../../src/simulation/violation.ts";
import { wishFor } from "./real-calendar.ts";
import { simulateHere } from "./simulate-here.ts";

const WISH = wishFor({ installations: 300, organizations: 20, days: 60, seed: 5 });

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

/** Answers as it would some days later, or before. */
function shifted(days: number): (fleet: Fleet) => Partial<AnswerSource> {
  return (fleet) => ({
    answer: () => null,
    decide: (standingClass, asked) => fleet.decide(standingClass, { ...asked, at: addDays(asked.at, days) }),
  });
}

describe("a broken rule is found:", { timeout: 120_000 }, () => {
  test("an installation that is offered something older", async () => {
    const { violation, ledger } = await simulateHere(WISH, { answering: broken(backwards) });
    expect(violation).toMatchObject({ kind: "went_backwards", expected: "no update", got: "44.3.0.28993" });
    expect(violation?.who).toMatchObject({ installation: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(ledger.length).toBeGreaterThan(100);
  });

  test.each([
    ["a day late", -1],
    ["a day early", 1],
  ])("an upgrade that comes %s", async (_, days) => {
    const { violation } = await simulateHere(WISH, { answering: broken(shifted(days)) });
    expect(violation).toMatchObject({ kind: "not_as_forecast" });
    expect(violation?.got).not.toBe(violation?.expected);
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

describe("a violation", { timeout: 120_000 }, () => {
  test("ends with 1, names seed, instant, organization, installation, what was expected and what came, and leaves a ledger to replay", async () => {
    const simulated = await simulateHere(WISH, { answering: broken(backwards) });
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
