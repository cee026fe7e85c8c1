import { startEdgeWorld } from "./edge-world.ts";
import { run } from "./load.ts";
import { nodeOf } from "./on-demand.ts";
import { type Answering, Processes } from "./processes.ts";
import { percentile, type Result } from "./result.ts";
import { sampleAnswer } from "./sample-answer.ts";

const CONNECTIONS = 32;
const LINES = [20, 24];
/** For how long each is asked, unless `--minutes` says otherwise. */
const USUAL_MINUTES = 1 / 3;
const WARM_UP_MS = 3_000;
const MOST_P99_MS = 5;

/**
 * How long checks take at half of what an edge can answer, over minutes: each from the instant at which it was planned; of
 * installations that are noted and of others, on Node 20 and 24. Bare `node:http` at the same pace before each is the floor.
 */
export function benchHalfLoad(minutes = USUAL_MINUTES): Promise<readonly Result[]> {
  return Processes.during(async (processes) => {
    const { environment, paths, namedPaths, server } = await startEdgeWorld(processes);
    const sample = await sampleAnswer(server.port, paths);
    const rows: Result[] = [];
    for (const line of LINES) {
      const { version, program } = await nodeOf(line);
      const edge = await processes.edge(environment, [program]);
      const bare = await processes.server("./bare-server.js", { ...sample, certificate: null }, program);
      const perSecond = await halfOf(edge, paths);
      const measure = async (asked: Answering, of: readonly string[]) =>
        (await run({ ...loadOf(asked, of), milliseconds: minutes * 60_000, kind: { perSecond } })).latencies;
      const where = `Node ${version}, ${perSecond.toLocaleString("en")} a second for ${Math.round(minutes * 60)} s`;
      const floor = await measure(bare, paths);
      rows.push(
        ...rowsOf(`bare node:http, ${where}`, floor, null),
        ...rowsOf(`edge, ${where}`, await measure(edge, paths), floor),
        ...rowsOf(`edge, installations that are noted, ${where}`, await measure(edge, namedPaths), floor),
      );
      await edge.end();
    }
    return rows;
  });
}

/** Half of the answers that a process gives a second when it is asked for as many as it can give. */
async function halfOf(asked: Answering, paths: readonly string[]): Promise<number> {
  const load = { ...loadOf(asked, paths), milliseconds: WARM_UP_MS, kind: "kept" } as const;
  await run(load);
  return Math.floor((await run(load)).perSecond / 2);
}

function loadOf({ port }: Answering, paths: readonly string[]) {
  return { port, paths, connections: CONNECTIONS };
}

function rowsOf(name: string, latencies: Float64Array, floor: Float64Array | null): readonly Result[] {
  const row = (label: string, share: number, goal: number | null): Result => {
    const value = percentile(latencies, share);
    const ratio = floor && value / percentile(floor, share);
    return { name: `${name}: ${label}`, value, unit: "ms", ratio, goal: floor && goal };
  };
  return [row("p50", 0.5, null), row("p99", 0.99, MOST_P99_MS), row("longest", 1, null)];
}
