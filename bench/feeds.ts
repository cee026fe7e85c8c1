import { PLATFORMS, type Platform } from "../src/catalog/platform.ts";
import { UPDATER_NEEDS } from "../src/catalog/updater-needs.ts";
import type { Feed } from "../src/feeds/feed.ts";
import { FEEDS } from "../src/feeds/feeds.ts";
import { SETUPS } from "../src/feeds/setup/setups.ts";
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
    for (const question of plainQuestions()) {
      const { feed } = question;
      const paths = makePaths(question);
      const sample = await sampleAnswer(server.port, paths);
      const bare = await processes.server("./bare-server.js", { ...sample, certificate: null });
      rows.push(...(await compareFeed(feed, { server, bare, paths, bytes: sample.body.length })));
    }
    return rows;
  });
}

/** A protocol that answers GET with a decision, and the platform that it is asked for. TUF's needs a root, which no world has. */
function plainQuestions(): readonly AskedFeed[] {
  return FEEDS.flatMap((feed) => {
    const isGet = feed.routes.some(({ method }) => method === "GET");
    const [platform] = PLATFORMS.filter((one) => UPDATER_NEEDS[feed.name].formats[one] !== undefined);
    return isGet && platform !== undefined ? [{ feed, platform }] : [];
  });
}

interface AskedFeed {
  readonly feed: Feed;
  readonly platform: Platform;
}

/** What the updaters of an old version ask first, to which there is an update. */
function makePaths({ feed, platform }: AskedFeed): readonly string[] {
  const random = randomFrom(5);
  return Array.from({ length: PATHS }, () => {
    const organization = uuid(Math.floor(random() * ORGANIZATIONS));
    const app = {
      server: "",
      organization,
      user: null,
      key: null,
      platform,
      arch: "x64",
      version: "1.0.0",
    } as const;
    return SETUPS[feed.name].request(app).path;
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
    const { cpu } = await measureServer(one, { ...load, kind: { perSecond: PER_SECOND } });
    return 1_000_000 / cpu.total;
  };
  const rounds = await inTurn(ROUNDS, { bare: perCpuSecond(bare), ours: perCpuSecond(server) });
  const each = "answers in a second of CPU time";
  const floor = `bare node:http, the same headers and a body of ${bytes} bytes: ${each}`;
  return [
    { name: floor, value: median(rounds.bare), ratio: null, goal: null },
    compared({ name: `the feed of ${feed.name}: ${each}`, goal: GOAL }, rounds.ours, rounds.bare),
  ];
}
