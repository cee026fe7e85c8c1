import { formatVersion, parseVersion, type Version } from "../src/catalog/version.ts";
import { AnswerTable } from "../src/fleet/answer-table.ts";
import type { Place } from "../src/fleet/place.ts";
import { TARGETS, targetIndex } from "../src/fleet/targets.ts";
import type { World } from "../src/fleet/world.ts";
import { type Instant, toInstant } from "../src/instant.ts";
import { decide } from "../src/policy/decide.ts";
import { pick, randomFrom, uuid } from "./random.ts";
import { median, type Result } from "./result.ts";
import { makeWorld, RELEASES } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
const ROUNDS = 5;
const WINDOWS = targetIndex("win", "x64");
/** Between two dates of the calendar, most releases being out. */
const NOW = toInstant(Date.UTC(2025, 9, 1));

interface Asked {
  readonly organization: string;
  readonly running: string;
}

/** Verdicts a second in one thread: as the fleet answers, and as the rules decide without any table. */
export async function benchDecide(): Promise<readonly Result[]> {
  const world = makeWorld(ORGANIZATIONS);
  const asked = makeQuestions(world, 1 << 20);
  const name = `${RELEASES} releases, a random organization of ${ORGANIZATIONS.toLocaleString("en")}`;
  const fleet = rateOf(() => answerAll(world, asked));
  const rules = rateOf(() => decideAll(world, asked.slice(0, 1 << 17)));
  return [
    { name: `verdicts from the fleet, ${name}`, perSecond: fleet, yardstick: null, goal: 2_500_000 },
    { name: `verdicts from the rules alone, ${name}`, perSecond: rules, yardstick: null, goal: null },
  ];
}

function makeQuestions(world: World, count: number): readonly Asked[] {
  const random = randomFrom(2);
  const versions = world.calendar.map(({ release }) => formatVersion(release.version));
  return Array.from({ length: count }, () => ({
    organization: uuid(Math.floor(random() * ORGANIZATIONS)),
    running: pick(random, versions),
  }));
}

/** The middle of some rounds, after one to warm up; `work` gives how many verdicts it made. */
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

/** As `Fleet.answer` does: the organization's place, its table, the prepared answer. */
function answerAll(world: World, asked: readonly Asked[]): number {
  let updates = 0;
  for (const { organization, running } of asked) {
    const place = placeOf(world, organization);
    const answer = tableOf(world, place).answer(NOW, running, readVersion);
    if (answer?.verdict.action === "update") updates++;
  }
  expectSome(updates);
  return asked.length;
}

function decideAll(world: World, asked: readonly Asked[]): number {
  let updates = 0;
  for (const { organization, running } of asked) {
    const question = toQuestion(readVersion(running), NOW);
    if (decide(question, placeOf(world, organization), world.calendar).action === "update") updates++;
  }
  expectSome(updates);
  return asked.length;
}

function toQuestion(running: Version | null, at: Instant) {
  const target = { platform: "win", arch: "x64", formats: null } as const;
  return { at, target, running, installation: null, installedAt: null, manual: false };
}

function placeOf(world: World, organization: string): Place {
  const place = world.organizations.get(organization)?.place;
  if (!place) throw new Error(`organization ${organization} is not in the world`);
  return place;
}

function tableOf(world: World, place: Place): AnswerTable {
  const known = place.tables[WINDOWS];
  if (known) return known;
  const table = new AnswerTable(place, TARGETS[WINDOWS]!, world.calendar);
  place.tables[WINDOWS] = table;
  return table;
}

function readVersion(text: string): Version | null {
  const version = parseVersion(text);
  return version.ok ? version.value : null;
}

/** A run without a single update measured something else. */
function expectSome(updates: number): void {
  if (updates === 0) throw new Error("no verdict was an update");
}
