import { CACHES, isInstalled } from "../test/support/cache-process.ts";
import { run } from "./load.ts";
import { type BenchServer, Processes } from "./processes.ts";
import { randomFrom, uuid } from "./random.ts";
import type { Result } from "./result.ts";
import { LATEST_VERSIONS } from "./world.ts";

/** The checks of a day, all through one cache. */
const CHECKS_A_DAY = 1_000_000;
const DAY_SECONDS = 86_400;
/** How many checks the load repeats; that takes several times as long as an answer is kept. */
const REPEATED = 200_000;
const CONNECTIONS = 32;
/** The most of all requests, in percent, that should reach a Sluice process. */
const MOST_PERCENT = 1;
/** Below this share of the planned pace, more answers expire between two requests than on the day that is meant. */
const LEAST_PACE = 0.95;

/**
 * A part of a day, run faster: nginx knows no other time than the real one, so an answer is kept for a few seconds, and as many
 * requests come within these as come within `keptFor` seconds of the day.
 */
interface Day {
  readonly organizations: number;
  readonly countsFromLogs: boolean;
  /** How long an answer is kept, in seconds of the day (`SLUICE_SHARED_CACHE_SECONDS`). */
  readonly keptFor: number;
  /** How long it is kept while the benchmark runs. nginx counts whole seconds, so it is more than one. */
  readonly realSeconds: number;
  /** The part of the day that is run, up to 1. */
  readonly part: number;
}

/** On a busy machine nginx answers a thousand a second, and the load must not be late. */
const DAYS: readonly Day[] = [
  { organizations: 40, countsFromLogs: true, keptFor: 3_600, realSeconds: 42, part: 0.125 },
  { organizations: 4_000, countsFromLogs: true, keptFor: 600, realSeconds: 8, part: 0.022 },
  { organizations: 40, countsFromLogs: true, keptFor: 600, realSeconds: 8, part: 0.018 },
  { organizations: 40, countsFromLogs: true, keptFor: 60, realSeconds: 2, part: 0.005 },
  { organizations: 40, countsFromLogs: false, keptFor: 60, realSeconds: 2, part: 0.003 },
];

/** A day for which the share is calculated alone: so many keys have too many requests for a short run. */
const CALCULATED: Day = {
  organizations: 4_000,
  countsFromLogs: true,
  keptFor: 3_600,
  realSeconds: Number.NaN,
  part: 0,
};

/** The share of a day's checks that reaches a Sluice process behind the example for nginx. */
export async function benchCache(): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const day of DAYS) results.push(isInstalled("nginx") ? await measureDay(day) : notMeasured(day));
  const value = 100 * shareByPoisson(checksOf(CALCULATED.organizations), CALCULATED.keptFor);
  const name = `calculated, not measured: ${nameOf(CALCULATED)}`;
  return [...results, { name, value, unit: "%", ratio: null, goal: null }];
}

function measureDay(day: Day): Promise<Result> {
  return Processes.during(async (processes) => {
    const { organizations, countsFromLogs, keptFor, realSeconds, part } = day;
    const order = { organizations, countsFromLogs, sharedCacheSeconds: realSeconds };
    const server = await processes.server("./cached-server.js", order);
    const cache = await CACHES.nginx(server.port);
    try {
      const perSecond = (CHECKS_A_DAY * keptFor) / DAY_SECONDS / realSeconds;
      const paths = checksOf(organizations);
      const milliseconds = (1_000 * part * CHECKS_A_DAY) / perSecond;
      const load = { port: Number(new URL(cache.url).port), paths, connections: CONNECTIONS, milliseconds };
      const measured = await run({ ...load, kind: { perSecond }, isNamed: true });
      const value = (100 * (await reachedOf(server))) / measured.answers;
      const late = measured.perSecond / perSecond < LEAST_PACE ? " (the load was late: too high)" : "";
      const expected = 100 * (countsFromLogs ? shareByPoisson(paths, keptFor) : 1);
      return { name: nameOf(day) + late, value, unit: "%", ratio: value / expected, goal: MOST_PERCENT };
    } finally {
      await cache.close();
    }
  });
}

function notMeasured(day: Day): Result {
  return { name: `${nameOf(day)}: nginx is not installed`, value: Number.NaN, ratio: null, goal: null };
}

function nameOf({ organizations, countsFromLogs, keptFor }: Day): string {
  const setting = countsFromLogs ? "counted from the log" : "not counted from the log";
  const fleet = `${organizations.toLocaleString("en")} organizations, ${CHECKS_A_DAY.toLocaleString("en")} checks a day`;
  return `requests that reach Sluice behind nginx, ${fleet}, named in the header, ${setting}, answers kept for ${keptFor} s`;
}

async function reachedOf({ port }: BenchServer): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${port}/reached`)).text());
}

/** The shares of the installations by target and by version, the latest first. */
const TARGET_SHARES = {
  "platform=win&arch=x64": 0.7,
  "platform=mac&arch=arm64": 0.25,
  "platform=mac&arch=x64": 0.05,
};
const VERSION_SHARES = [0.8, 0.15, 0.05];

/** Checks of random installations: the second largest organization is half as large as the largest, the third a third, and so on. */
function checksOf(organizations: number): readonly string[] {
  const random = randomFrom(11);
  const sizes = Array.from({ length: organizations }, (_, rank) => 1 / (rank + 1));
  const organization = chooser(sizes, random);
  const target = chooser(Object.values(TARGET_SHARES), random);
  const version = chooser(VERSION_SHARES, random);
  const targets = Object.keys(TARGET_SHARES);
  return Array.from({ length: REPEATED }, () => {
    const asked = `organization=${uuid(organization())}&${targets[target()]}`;
    return `/v1/updates/check?${asked}&version=${LATEST_VERSIONS[version()]}`;
  });
}

/** Gives random indexes, each as often as its weight says. */
function chooser(weights: readonly number[], random: () => number): () => number {
  let total = 0;
  const sums = weights.map((weight) => {
    total += weight;
    return total;
  });
  return () => {
    const at = random() * total;
    let low = 0;
    for (let high = sums.length - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/**
 * The share of requests that a cache hands on if each key is asked for at random instants at a steady rate: of the requests
 * for a key one goes through, then none until the answer expires.
 */
function shareByPoisson(paths: readonly string[], keptFor: number): number {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
  const whileKept = (CHECKS_A_DAY * keptFor) / DAY_SECONDS;
  let share = 0;
  for (const count of counts.values()) {
    const ofAll = count / paths.length;
    share += ofAll / (1 + ofAll * whileKept);
  }
  return share;
}
