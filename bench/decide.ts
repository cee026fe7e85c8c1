import type { Calendar } from "../src/catalog/calendar.ts";
import { formatVersion, parseVersion, type Version } from "../src/catalog/version.ts";
import type { PlainCheck } from "../src/fleet/answer-table.ts";
import { Fleet } from "../src/fleet/fleet.ts";
import { targetIndex } from "../src/fleet/targets.ts";
import { type Instant, toInstant } from "../src/instant.ts";
import { NOTHING_OF_THE_COMPUTER } from "../src/policy/gates/gate.ts";
import { pick, randomFrom, uuid } from "./random.ts";
import { median, type Result } from "./result.ts";
import { makeWorld, RELEASES } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
const ROUNDS = 5;
const WINDOWS = targetIndex("win", "x64");
/** An instant between two dates of the calendar, after most releases. */
const NOW = toInstant(Date.UTC(2025, 9, 1));

interface Asked {
  readonly organization: string;
  readonly said: PlainCheck;
}

/** Verdicts a second in one thread: from the fleet's cached answers, and from the rules without a cache. */
export async function benchDecide(): Promise<readonly Result[]> {
  const fleet = new Fleet(makeWorld(ORGANIZATIONS));
  const asked = makeQuestions(fleet.calendar, 1 << 20);
  const name = `${RELEASES} releases, a random organization of ${ORGANIZATIONS.toLocaleString("en")}`;
  const prepared = rateOf(() => answerAll(fleet, asked));
  const rules = rateOf(() => decideAll(fleet, asked.slice(0, 1 << 17)));
  return [
    { name: `verdicts from the fleet, ${name}`, value: prepared, ratio: null, goal: 2_500_000 },
    { name: `verdicts from the rules alone, ${name}`, value: rules, ratio: null, goal: null },
  ];
}

function makeQuestions(calendar: Calendar, count: number): readonly Asked[] {
  const random = randomFrom(2);
  const checks = calendar.map(({ release }): PlainCheck => {
    return { running: formatVersion(release.version), ...NOTHING_OF_THE_COMPUTER };
  });
  return Array.from({ length: count }, () => ({
    organization: uuid(Math.floor(random() * ORGANIZATIONS)),
    said: pick(random, checks),
  }));
}

/** The median of some rounds, after one to warm up; `work` returns how many verdicts it made. */
function rateOf(work: () => number): number {
  work();
  return median(
    Array.from({ length: ROUNDS }, () => {
      const startedAt = performance.now();
      const count = work();
      return count / ((performance.now() - startedAt) / 1000);
    }),
  );
}

/** Answers like a check: the organization's standing class, then the cached answer. */
function answerAll(fleet: Fleet, asked: readonly Asked[]): number {
  let updates = 0;
  for (const { organization, said } of asked) {
    const answer = fleet.answer(fleet.standingClassOf(organization, null), WINDOWS, said, NOW);
    if (answer?.verdict.action === "update") updates++;
  }
  expectSome(updates);
  return asked.length;
}

/** Decides like a check with an answer of its own: nothing is cached. */
function decideAll(fleet: Fleet, asked: readonly Asked[]): number {
  let updates = 0;
  for (const { organization, said } of asked) {
    const question = toQuestion(readVersion(said.running), NOW);
    if (fleet.decide(fleet.standingClassOf(organization, null), question).action === "update") updates++;
  }
  expectSome(updates);
  return asked.length;
}

function toQuestion(running: Version | null, at: Instant) {
  const target = { platform: "win", arch: "x64", formats: null } as const;
  return {
    at,
    target,
    running,
    installation: null,
    installedAt: null,
    manual: false,
    ...NOTHING_OF_THE_COMPUTER,
  };
}

function readVersion(text: string): Version | null {
  const version = parseVersion(text);
  return version.ok ? version.value : null;
}

/** Throws if a run offered no update, because it then measured something else. */
function expectSome(updates: number): void {
  if (updates === 0) throw new Error("no verdict was an update");
}
