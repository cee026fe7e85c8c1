import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { EDGE_KEY_OF_BENCH } from "./edge-key.ts";
import { type BenchEdge, Processes } from "./processes.ts";
import { median, type Result } from "./result.ts";
import { makePaths } from "./world.ts";

const ORGANIZATIONS = 1_000_000;
const ROUNDS = 3;
const MOST_SECONDS = 3;
const MOST_BYTES = 200_000_000;
/** How many checks are asked before the memory is read, and how long that waits afterwards. */
const CHECKS = 20_000;
const REST_MS = 5_000;

/** From the start of the process of an edge to its first answer, and its memory: with a server, and from what it kept. */
export async function benchEdgeStart(): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const order = { organizations: ORGANIZATIONS, certificate: null };
    const { port } = await processes.server("./world-server.js", order);
    const environment = { SLUICE_EDGE_KEY: EDGE_KEY_OF_BENCH, SLUICE_ORIGIN_URL: `http://127.0.0.1:${port}` };
    const fresh = await startInTurn(processes, environment);
    const keep = { ...environment, EDGE_KEEP: processes.folder() };
    await (await processes.edge(keep)).end();
    // No server answers there.
    const alone = { ...keep, SLUICE_ORIGIN_URL: "http://127.0.0.1:9" };
    const kept = await startInTurn(processes, alone);
    const all = `edge with ${ORGANIZATIONS.toLocaleString("en")} organizations`;
    return [
      secondsRow(`${all}, from nothing to the first answer, from a server`, fresh),
      secondsRow(`${all}, from nothing to the first answer, from what it kept, without a server`, kept),
      bytesRow(
        `${all}, resident memory after ${CHECKS.toLocaleString("en")} checks, begun from a server`,
        fresh,
      ),
      bytesRow(
        `${all}, resident memory after ${CHECKS.toLocaleString("en")} checks, begun from what it kept`,
        kept,
      ),
      peakRow(`${all}, most resident memory, begun from a server`, fresh),
    ];
  });
}

interface Start {
  readonly seconds: number;
  readonly bytes: number;
  readonly peakBytes: number;
}

async function startInTurn(processes: Processes, environment: NodeJS.ProcessEnv): Promise<readonly Start[]> {
  const starts: Start[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begunAt = performance.now();
    const edge = await processes.edge(environment);
    await ask(edge, makePaths(ORGANIZATIONS, 1));
    const seconds = (performance.now() - begunAt) / 1000;
    await ask(edge, makePaths(ORGANIZATIONS, CHECKS));
    await sleep(REST_MS);
    starts.push({ seconds, bytes: memoryOf(edge, "VmRSS"), peakBytes: memoryOf(edge, "VmHWM") });
    await edge.end();
  }
  return starts;
}

async function ask({ url }: BenchEdge, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const answer = await fetch(url + path);
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
    await answer.text();
  }
}

/** A line of Linux's own account of a process, in bytes. */
function memoryOf({ pid }: BenchEdge, name: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]);
}

function secondsRow(name: string, starts: readonly Start[]): Result {
  return {
    name,
    value: median(starts.map(({ seconds }) => seconds)),
    ratio: null,
    goal: MOST_SECONDS,
    unit: "seconds",
  };
}

function bytesRow(name: string, starts: readonly Start[]): Result {
  return {
    name,
    value: median(starts.map(({ bytes }) => bytes)),
    ratio: null,
    goal: MOST_BYTES,
    unit: "bytes",
  };
}

function peakRow(name: string, starts: readonly Start[]): Result {
  return {
    name,
    value: median(starts.map(({ peakBytes }) => peakBytes)),
    ratio: null,
    goal: null,
    unit: "bytes",
  };
}
