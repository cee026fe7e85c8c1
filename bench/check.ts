import { read, type Visitor } from "../src/api/demo/visitor.ts";
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

/** The update check over HTTP with the demo world, against bare `node:http` sending the same bytes, round by round in turn. */
export function benchCheck(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const visitor = await processes.sluice({ SLUICE_DEMO: "1" });
    await demoIsThere(visitor);
    const paths = await makePaths(visitor);
    const port = Number(new URL(visitor.url).port);
    const sample = await sampleAnswer(port, paths);
    const bare = await processes.server("./bare-server.js", { ...sample, certificate: null });
    return compare(port, bare.port, paths, sample.body.length);
  });
}

async function compare(
  port: number,
  barePort: number,
  paths: readonly string[],
  bytes: number,
): Promise<readonly Result[]> {
  const load = { connections: CONNECTIONS, milliseconds: ROUND_MS, kind: "kept" } as const;
  const noting = paths.map((path, number) => `${path}&installation=desktop-${number}`);
  const rate = (port: number, paths: readonly string[]) => async () =>
    (await run({ ...load, port, paths })).perSecond;
  const { bare, check, noted } = await inTurn(ROUNDS, {
    bare: rate(barePort, paths),
    check: rate(port, paths),
    noted: rate(port, noting),
  });
  const name = `update checks over HTTP, demo world, ${CONNECTIONS} connections`;
  const notedName = "the same, each of an installation that is noted and written down";
  return [
    {
      name: `bare node:http, the same headers and a body of ${bytes} bytes`,
      ...{ value: median(bare), ratio: null, goal: null },
    },
    compared({ name, goal: GOAL }, check, bare),
    compared({ name: notedName, goal: GOAL }, noted, bare),
  ];
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

/** Questions of installations of every organization, running versions of the last year. */
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
