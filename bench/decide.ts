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
 * lookups in a bare loop, of the organization in the fleet's own table and of what runs in a `Map` of its class. The same with
 * the organizations in a `Map`, too, is for information. In turns.
 */
export async function benchDecide(): Promise<readonly Result[]> {
  const fleet = new Fleet(makeWorld(ORGANIZATIONS));
  const asked = makeQuestions(fleet.calendar, 1 << 20);
  const name = `${RELEASES} releases, a random organization of ${ORGANIZATIONS.toLocaleString("en")}`;
  const bare = bareTables(fleet, asked);
  const floors: number[] = [];
  const inMaps: number[] = [];
  const prepared: number[] = [];
  const rules: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const rates = [
      rateOf(() => lookUpAll(bare, asked, (id) => bare.byNumber[fleet.numberOf(id)])),
      rateOf(() => lookUpAll(bare, asked, (id) => bare.byId.get(id))),
      rateOf(() => answerAll(fleet, asked)),
      rateOf(() => decideAll(fleet, asked.slice(0, 1 << 17))),
    ] as const;
    if (round < 0) continue;
    floors.push(rates[0]);
    inMaps.push(rates[1]);
    prepared.push(rates[2]);
    rules.push(rates[3]);
  }
  const verdicts = `verdicts from the fleet, ${name}`;
  return [
    { name: `bare lookups, ${name}`, value: median(floors), ratio: null, goal: null },
    { name: verdicts, value: median(prepared), ratio: null, goal: LEAST_PER_SECOND },
    compared({ name: `${verdicts}, against the bare lookups`, goal: LEAST_RATIO }, prepared, floors),
    compared({ name: `bare lookups in a Map of all ids, ${name}`, goal: null }, inMaps, floors),
    { name: `verdicts from the rules alone, ${name}`, value: median(rules), ratio: null, goal: null },
  ];
}

/** What a bare loop looks up: the number of the class of each organization, and the answers of classes by what runs. */
interface BareTables {
  /** By the number of the organization in the fleet. */
  readonly byNumber: Int32Array;
  readonly byId: ReadonlyMap<string, number>;
  readonly answers: readonly ReadonlyMap<string, Answer>[];
}

/** The same answers as those of the fleet. */
function bareTables(fleet: Fleet, asked: readonly Asked[]): BareTables {
  const numbers = new Map<StandingClass, number>();
  const byId = new Map<string, number>();
  const byNumber = new Int32Array(ORGANIZATIONS);
  for (let organization = 0; organization < ORGANIZATIONS; organization++) {
    const id = uuid(organization);
    const standingClass = fleet.standingClassOf(id, null);
    const number = numbers.get(standingClass) ?? numbers.size;
    numbers.set(standingClass, number);
    byId.set(id, number);
    byNumber[fleet.numberOf(id)] = number;
  }
  const said = [...new Map(asked.map((one) => [one.said.running, one.said])).values()];
  const answers = [...numbers.keys()].map((standingClass) => {
    const each = said.flatMap((one) => {
      const answer = fleet.answer(standingClass, WINDOWS, one, NOW);
      return answer === null ? [] : [[one.running, answer] as const];
    });
    return new Map(each);
  });
  return { byNumber, byId, answers };
}

function lookUpAll(
  { answers }: BareTables,
  asked: readonly Asked[],
  classOf: (organization: string) => number | undefined,
): number {
  let updates = 0;
  for (const { organization, said } of asked) {
    const answer = answers[classOf(organization) ?? 0]?.get(said.running);
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
