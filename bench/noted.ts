import { setTimeout as sleep } from "node:timers/promises";
import { PostgresServer } from "../test/support/postgres-server.ts";
import { cpuAccountOf, cpuBetween } from "./cpu-time.ts";
import { inTurn } from "./in-turn.ts";
import { run } from "./load.ts";
import { type BenchServer, Processes } from "./processes.ts";
import { randomFrom, uuid } from "./random.ts";
import { compared, median, type Result } from "./result.ts";

const ORGANIZATIONS = 10_000;
const PATHS = 16_384;
const CONNECTIONS = 32;
const ROUNDS = 9;
const ROUND_MS = 1_000;
const PER_SECOND = 4_000;
/** After this, check-ins of a round are written: that belongs to the round. */
const WRITTEN_AFTER_MS = 2_000;
/** The CPU time of an answer may be 1.3 times that of one without an installation. */
const GOAL = 1 / 1.3;

/**
 * What noting an installation costs: the CPU time of the server for checks that name one, until it is written, against checks
 * that name none; at one pace, in alternating rounds.
 */
export function benchNoted(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const order = { organizations: ORGANIZATIONS, certificate: null };
    const embedded = await processes.server("./world-server.js", order);
    const onEmbedded = await measure("embedded database", embedded);
    const database = new PostgresServer({ durable: true });
    await database.create();
    try {
      const databaseUrl = database.urlOf("postgres");
      const server = await processes.server("./world-server.js", { ...order, databaseUrl });
      return [...onEmbedded, ...(await measure("PostgreSQL", server))];
    } finally {
      await database.destroy();
    }
  });
}

async function measure(where: string, server: BenchServer): Promise<readonly Result[]> {
  let round = 0;
  const once = (paths: readonly string[]) => perCpuSecond(server, paths);
  const rounds = await inTurn(ROUNDS, {
    unnamed: () => once(makePaths(++round, null)),
    same: () => once(makePaths(0, 0)),
    other: () => once(makePaths(round, PATHS)),
  });
  const each = `answers in a second of CPU time, ${where}`;
  return [
    {
      name: `checks without an installation: ${each}`,
      value: median(rounds.unnamed),
      ratio: null,
      goal: null,
    },
    compared({ name: `that say the same as before: ${each}`, goal: GOAL }, rounds.same, rounds.unnamed),
    compared({ name: `that all say something new: ${each}`, goal: GOAL }, rounds.other, rounds.unnamed),
  ];
}

/** The paths of a round, in which installations from a number on say the same; or of checks that name none. */
function makePaths(round: number, firstInstallation: number | null): readonly string[] {
  const random = randomFrom(7);
  return Array.from({ length: PATHS }, (_, number) => {
    const organization = uuid(Math.floor(random() * ORGANIZATIONS));
    const said = `organization=${organization}&platform=win&arch=x64&version=45.2&osVersion=10.0.${round}`;
    const named = firstInstallation === null ? "" : `&installation=${uuid(firstInstallation + number)}`;
    return `/v1/updates/check?${said}${named}`;
  });
}

async function perCpuSecond(server: BenchServer, paths: readonly string[]): Promise<number> {
  const before = cpuAccountOf(server.pid);
  const load = { port: server.port, paths, connections: CONNECTIONS, milliseconds: ROUND_MS };
  const { answers } = await run({ ...load, kind: { perSecond: PER_SECOND } });
  await sleep(WRITTEN_AFTER_MS);
  return (1_000_000 * answers) / cpuBetween(before, cpuAccountOf(server.pid)).total;
}
