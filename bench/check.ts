import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import type { Load, Measured } from "./load.ts";
import { pick, randomFrom } from "./random.ts";
import { median, type Result } from "./result.ts";

const ROUNDS = 15;
/** Both servers first run until their code is compiled. */
const WARM_UP_ROUNDS = 3;
const CONNECTIONS = 32;
const ROUND_MS = 1_000;
const TOKEN = "token-of-the-benchmark";
const SLUICE = new URL("../../../bin/sluice.mjs", import.meta.url).pathname;
const BARE = new URL("./bare-server.js", import.meta.url).pathname;
const LOAD = new URL("./load.js", import.meta.url);

/** The update check over HTTP with the demo world, against bare `node:http` sending as many bytes, round by round in turn. */
export async function benchCheck(): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  const servers: ChildProcess[] = [];
  try {
    const environment = { PORT: "0", DATA_DIR: folder, SLUICE_DEMO: "1", SLUICE_VENDOR_TOKEN: TOKEN };
    const port = await start(
      servers,
      [SLUICE, "serve"],
      environment,
      /Sluice answers on http:\/\/127\.0\.0\.1:(\d+)/,
    );
    await demoIsThere(port);
    const paths = await makePaths(port);
    const { meanBytes } = await run({ port, paths, connections: CONNECTIONS, milliseconds: ROUND_MS });
    const bare = await start(servers, [BARE, String(meanBytes)], {}, /^(\d+)$/);
    return await compare(port, bare, paths, meanBytes);
  } finally {
    for (const server of servers) server.kill("SIGTERM");
    await Promise.all(servers.map(ended));
    rmSync(folder, { recursive: true });
  }
}

async function compare(
  port: number,
  bare: number,
  paths: readonly string[],
  bytes: number,
): Promise<readonly Result[]> {
  const rates = { check: [] as number[], noted: [] as number[], bare: [] as number[] };
  const noting = paths.map((path, number) => `${path}&installation=desktop-${number}`);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const load = { paths, connections: CONNECTIONS, milliseconds: ROUND_MS };
    const { perSecond: bareRate } = await run({ ...load, port: bare });
    const { perSecond: checkRate } = await run({ ...load, port });
    const { perSecond: notedRate } = await run({ ...load, port, paths: noting });
    if (round < 0) continue;
    rates.bare.push(bareRate);
    rates.check.push(checkRate);
    rates.noted.push(notedRate);
  }
  const row = (name: string, measured: readonly number[]) => {
    const ratio = median(measured.map((rate, round) => rate / (rates.bare[round] ?? Number.NaN)));
    return { name, perSecond: median(measured), ratio, goal: 0.85 };
  };
  const name = `update checks over HTTP, demo world, ${CONNECTIONS} connections`;
  return [
    { name: `bare node:http, ${bytes} bytes`, perSecond: median(rates.bare), ratio: null, goal: null },
    row(name, rates.check),
    row("the same, each of an installation that is noted and written down", rates.noted),
  ];
}

/** Starts a server of ours on its own; gives the port that its output names. */
function start(
  servers: ChildProcess[],
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  announces: RegExp,
): Promise<number> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "ignore"],
  });
  servers.push(child);
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const port = announces.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
    child.once("exit", (code) => reject(new Error(`${args.join(" ")} ended with ${code}`)));
  });
}

function ended(server: ChildProcess): Promise<unknown> {
  const isOver = server.exitCode !== null || server.signalCode !== null;
  return isOver ? Promise.resolve() : new Promise((resolve) => server.once("exit", resolve));
}

/** Waits until the demo has stopped growing. */
async function demoIsThere(port: number): Promise<void> {
  for (let before = -1; ; ) {
    const { ledger } = (await read(port, "/readyz")) as { ledger: number };
    if (ledger > 0 && ledger === before) return;
    before = ledger;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** Questions of installations of every organization, running versions of the last year. */
async function makePaths(port: number): Promise<readonly string[]> {
  const organizations = await readItems(port, "/v1/organizations?max=1000");
  const versions = (await readItems(port, "/v1/releases")).map((release) => release.version).slice(-40);
  const random = randomFrom(3);
  return Array.from({ length: 4096 }, () => {
    const query = `organization=${pick(random, organizations).id}&platform=${pick(random, ["win", "mac", "linux"])}`;
    return `/v1/updates/check?${query}&arch=x64&version=${pick(random, versions)}`;
  });
}

async function readItems(port: number, path: string): Promise<readonly { id: string; version: string }[]> {
  return ((await read(port, path)) as { items: { id: string; version: string }[] }).items;
}

async function read(port: number, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  return (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).json();
}

function run(load: Load): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(LOAD, { workerData: load });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
