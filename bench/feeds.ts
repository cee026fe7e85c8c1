import type { Feed } from "../src/feeds/feed.ts";
import { FEEDS } from "../src/feeds/feeds.ts";
import { inTurn, measureServer } from "./in-turn.ts";
import { type BenchServer, Processes } from "./processes.ts";
import { randomFrom, uuid } from "./random.ts";
import { compared, median, type Result } from "./result.ts";
import { sampleAnswer } from "./sample-answer.ts";

const ORGANIZATIONS = 10_000;
/** How many addresses are asked: each of another organization. */
const PATHS = 4_096;
const CONNECTIONS = 32;
const ROUNDS = 9;
const ROUND_MS = 700;
const PER_SECOND = 4_000;
const GOAL = 0.8;

/**
 * The plain question of each protocol over HTTP, against bare `node:http` that sends the same bytes: by the CPU time of
 * the server, at one pace, in alternating rounds.
 */
export function benchFeeds(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const order = { organizations: ORGANIZATIONS, certificate: null, isForUpdaters: true };
    const server = await processes.server("./world-server.js", order);
    const rows: Result[] = [];
    for (const { feed, file } of plainQuestions()) {
      const paths = makePaths(feed, file);
      const sample = await sampleAnswer(server.port, paths);
      const bare = await processes.server("./bare-server.js", { ...sample, certificate: null });
      rows.push(...(await compareFeed(feed, { server, bare, paths, bytes: sample.body.length })));
    }
    return rows;
  });
}

/** The first file of each protocol that is asked by GET; answers to a POST are never kept. */
function plainQuestions() {
  return FEEDS.flatMap((feed) => {
    const route = feed.routes.find(({ method }) => method === "GET");
    return route ? [{ feed, file: route.files[0] ?? "" }] : [];
  });
}

/** The addresses of an old version, to which there is an update, with everything in the path. */
function makePaths({ name }: Feed, file: string): readonly string[] {
  const random = randomFrom(5);
  return Array.from({ length: PATHS }, () => {
    const organization = uuid(Math.floor(random() * ORGANIZATIONS));
    return `/feeds/${name}/${organization}/version/45.1.0/arch/x64/${file}`;
  });
}

interface Measured {
  readonly server: BenchServer;
  readonly bare: BenchServer;
  readonly paths: readonly string[];
  readonly bytes: number;
}

async function compareFeed(feed: Feed, { server, bare, paths, bytes }: Measured): Promise<readonly Result[]> {
  const perCpuSecond = (one: BenchServer) => async () => {
    const load = { port: one.port, paths, connections: CONNECTIONS, milliseconds: ROUND_MS };
    const { cpuMicroseconds } = await measureServer(one, { ...load, kind: { perSecond: PER_SECOND } });
    return 1_000_000 / cpuMicroseconds;
  };
  const rounds = await inTurn(ROUNDS, { bare: perCpuSecond(bare), ours: perCpuSecond(server) });
  const each = "answers in a second of CPU time";
  const floor = `bare node:http, the same headers and a body of ${bytes} bytes: ${each}`;
  return [
    { name: floor, value: median(rounds.bare), ratio: null, goal: null },
    compared({ name: `the feed of ${feed.name}: ${each}`, goal: GOAL }, rounds.ours, rounds.bare),
  ];
}
