import type { Calendar } from "../src/catalog/calendar.ts";
import { formatVersion, parseVersion, type Version } from "../src/catalog/version.ts";
import type { Answer, PlainCheck } from "../src/fleet/answer-table.ts";
import { Fleet } from "../src/fleet/fleet.ts";
import type { StandingClass } from "../src/fleet/standing-class.ts";
import { targetIndex } from "../src/fleet/targets.ts";
import { type Instant, toInstant } from "../src/instant.ts";
import { NOTHING_OF_THE_COMPUTER } from "../src/policy/gates/gate.ts";
import { pick, randomFrom, uuid } from "./random.ts";
import { compared, median, type Result } from "./result.ts";
import { makeWorld, RELEASES } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
const ROUNDS = 5;
const WARM_UP_ROUNDS = 1;
const WINDOWS = targetIndex("win", "x64");
/** An instant between two dates of the calendar, after most releases. */
const NOW = toInstant(Date.UTC(2025, 9, 1));

interface Asked {
  readonly organization: string;
  readonly said: PlainCheck;
}

/** The goal, or nearly as many as the bare lookups measured beside it. */
const LEAST_PER_SECOND = 2_500_000;
const LEAST_RATIO = 0.9;

/**
 * Verdicts a second in one thread: from the fleet's cached answers, and from the rules without a cache. The floor: the same
 * lookups in a bare loop, of the organization's class in a `Map` and of the answer in that of its class; in turns.
 */
export async function benchDecide(): Promise<readonly Result[]> {
  const fleet = new Fleet(makeWorld(ORGANIZATIONS));
  const asked = makeQuestions(fleet.calendar, 1 << 20);
  const name = `${RELEASES} releases, a random organization of ${ORGANIZATIONS.toLocaleString("en")}`;
  const bare = bareTables(fleet, asked);
  const floors: number[] = [];
  const prepared: number[] = [];
  const rules: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const rates = [
      rateOf(() => lookUpAll(bare, asked)),
      rateOf(() => answerAll(fleet, asked)),
      rateOf(() => decideAll(fleet, asked.slice(0, 1 << 17))),
    ] as const;
    if (round < 0) continue;
    floors.push(rates[0]);
    prepared.push(rates[1]);
    rules.push(rates[2]);
  }
  const verdicts = `verdicts from the fleet, ${name}`;
  return [
    { name: `bare lookups in a Map of strings, ${name}`, value: median(floors), ratio: null, goal: null },
    { name: verdicts, value: median(prepared), ratio: null, goal: LEAST_PER_SECOND },
    compared({ name: `${verdicts}, against the bare lookups`, goal: LEAST_RATIO }, prepared, floors),
    { name: `verdicts from the rules alone, ${name}`, value: median(rules), ratio: null, goal: null },
  ];
}

/** What a bare loop looks up: the class of each organization, and its answers by what runs. */
interface BareTables {
  readonly classes: ReadonlyMap<string, number>;
  readonly answers: readonly ReadonlyMap<string, Answer>[];
}

/** The same answers as those of the fleet, in plain maps of all organizations. */
function bareTables(fleet: Fleet, asked: readonly Asked[]): BareTables {
  const numbers = new Map<StandingClass, number>();
  const classes = new Map<string, number>();
  for (let organization = 0; organization < ORGANIZATIONS; organization++) {
    const id = uuid(organization);
    const standingClass = fleet.standingClassOf(id, null);
    const number = numbers.get(standingClass) ?? numbers.size;
    numbers.set(standingClass, number);
    classes.set(id, number);
  }
  const said = [...new Map(asked.map((one) => [one.said.running, one.said])).values()];
  const answers = [...numbers.keys()].map((standingClass) => {
    const each = said.flatMap((one) => {
      const answer = fleet.answer(standingClass, WINDOWS, one, NOW);
      return answer === null ? [] : [[one.running, answer] as const];
    });
    return new Map(each);
  });
  return { classes, answers };
}

function lookUpAll({ classes, answers }: BareTables, asked: readonly Asked[]): number {
  let updates = 0;
  for (const { organization, said } of asked) {
    const answer = answers[classes.get(organization) ?? 0]?.get(said.running);
    if (answer?.verdict.action === "update") updates++;
  }
  expectSome(updates);
  return asked.length;
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

/** How much was done a second; `work` returns how much it did. */
function rateOf(work: () => number): number {
  const startedAt = performance.now();
  const count = work();
  return count / ((performance.now() - startedAt) / 1000);
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
