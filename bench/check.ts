import { read, type Visitor } from "../src/api/demo/visitor.ts";
import { PostgresServer } from "../test/support/postgres-server.ts";
import { inTurn } from "./in-turn.ts";
import { run } from "./load.ts";
import { Processes } from "./processes.ts";
import { pick, randomFrom } from "./random.ts";
import { compared, median, type Result } from "./result.ts";
import { sampleAnswer } from "./sample-answer.ts";

const ROUNDS = 15;
const CONNECTIONS = 32;
const ROUND_MS = 1_000;
const GOAL = 0.85;

/**
 * The update check over HTTP with the demo world, against bare `node:http` that sends the same bytes, in alternating
 * rounds.
 */
export function benchCheck(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const visitor = await processes.sluice({ SLUICE_DEMO: "1" });
    await demoIsThere(visitor);
    const asked = await askedOf(visitor);
    const sample = await sampleAnswer(asked.port, asked.paths);
    const bare = await processes.server("./bare-server.js", { ...sample, certificate: null });
    const plain = await against(bare.port, asked, asked.paths);
    // Measured separately, so that writing the check-ins does not slow other rounds down.
    const noted = await against(bare.port, asked, notingPaths(asked));
    return [
      {
        name: `bare node:http, the same headers and a body of ${sample.body.length} bytes`,
        value: median(plain.bare),
        ratio: null,
        goal: null,
      },
      compared({ name: PLAIN, goal: GOAL }, plain.check, plain.bare),
      compared({ name: `${NOTED}, embedded database`, goal: GOAL }, noted.check, noted.bare),
      await benchNotedOnPostgresql(processes, bare.port),
    ];
  });
}

const PLAIN = `update checks over HTTP, demo world, ${CONNECTIONS} connections`;
const NOTED = "the same, each of an installation that is noted and written down";

/** The same over PostgreSQL, which runs in processes of its own and so on any free core. */
async function benchNotedOnPostgresql(processes: Processes, barePort: number): Promise<Result> {
  const database = new PostgresServer({ durable: true });
  await database.create();
  try {
    const visitor = await processes.sluice({ SLUICE_DEMO: "1", DATABASE_URL: database.urlOf("postgres") });
    await demoIsThere(visitor);
    const asked = await askedOf(visitor);
    const { check, bare } = await against(barePort, asked, notingPaths(asked));
    return compared({ name: `${NOTED}, PostgreSQL`, goal: GOAL }, check, bare);
  } finally {
    await database.destroy();
  }
}

/** A server with the demo world, and the paths to request. */
interface Asked {
  readonly port: number;
  readonly paths: readonly string[];
}

async function askedOf(visitor: Visitor): Promise<Asked> {
  return { port: Number(new URL(visitor.url).port), paths: await makePaths(visitor) };
}

function notingPaths({ paths }: Asked): readonly string[] {
  return paths.map((path, number) => `${path}&installation=desktop-${number}`);
}

/** Answers a second, round by round, of a server and of the bare one for the same paths. */
function against(barePort: number, { port }: Asked, paths: readonly string[]) {
  const rate = (port: number) => async () =>
    (await run({ port, paths, connections: CONNECTIONS, milliseconds: ROUND_MS, kind: "kept" })).perSecond;
  return inTurn(ROUNDS, { bare: rate(barePort), check: rate(port) });
}

/** Waits until the demo has stopped growing. */
export async function demoIsThere(visitor: Visitor): Promise<void> {
  for (let before = -1; ; ) {
    const { ledger } = await read<{ ledger: number }>(visitor, "/readyz");
    if (ledger > 0 && ledger === before) return;
    before = ledger;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** The paths of checks by installations of every organization, running versions of the last year. */
async function makePaths(visitor: Visitor): Promise<readonly string[]> {
  const { items: organizations } = await read<Items<"id">>(visitor, "/v1/organizations?max=1000");
  const { items: releases } = await read<Items<"version">>(visitor, "/v1/releases");
  const versions = releases.map((release) => release.version).slice(-40);
  const random = randomFrom(3);
  return Array.from({ length: 4096 }, () => {
    const query = `organization=${pick(random, organizations).id}&platform=${pick(random, ["win", "mac", "linux"])}`;
    return `/v1/updates/check?${query}&arch=x64&version=${pick(random, versions)}`;
  });
}

interface Items<Name extends string> {
  readonly items: readonly Readonly<Record<Name, string>>[];
}
