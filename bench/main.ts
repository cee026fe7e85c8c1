import { benchArrivals } from "./arrivals.ts";
import { benchBlocking } from "./blocking.ts";
import { benchCache } from "./cache.ts";
import { benchChanges } from "./changes.ts";
import { benchCheck } from "./check.ts";
import { benchCheckIns } from "./check-ins.ts";
import { benchConnections } from "./connections.ts";
import { benchDecide } from "./decide.ts";
import { benchEdge } from "./edge.ts";
import { benchEdgeBlocking } from "./edge-blocking.ts";
import { benchEdgeStart } from "./edge-start.ts";
import { benchEdges } from "./edges.ts";
import { benchFeeds } from "./feeds.ts";
import { benchHalfLoad } from "./half-load.ts";
import { benchImports } from "./imports.ts";
import { benchLists } from "./lists.ts";
import { describeMachine } from "./machine.ts";
import { benchMemory } from "./memory.ts";
import { benchMillion } from "./million.ts";
import { benchNoted } from "./noted.ts";
import { benchPage } from "./page.ts";
import { benchPreview } from "./preview.ts";
import { formatResults, type Result } from "./result.ts";
import { benchRuntimes } from "./runtimes.ts";
import { benchStart } from "./start.ts";
import { benchSurge } from "./surge.ts";

/** Every benchmark by name; each returns the rows that it measured, in the minutes that it was given if it takes any. */
const BENCHMARKS: Readonly<Record<string, (minutes?: number) => Promise<readonly Result[]>>> = {
  million: benchMillion,
  edge: benchEdge,
  runtimes: benchRuntimes,
  "half-load": benchHalfLoad,
  check: benchCheck,
  feeds: benchFeeds,
  connections: benchConnections,
  changes: benchChanges,
  blocking: benchBlocking,
  imports: benchImports,
  "edge-blocking": benchEdgeBlocking,
  decide: benchDecide,
  memory: benchMemory,
  start: benchStart,
  "edge-start": benchEdgeStart,
  edges: benchEdges,
  preview: benchPreview,
  lists: benchLists,
  "check-ins": benchCheckIns,
  noted: benchNoted,
  surge: benchSurge,
  arrivals: benchArrivals,
  cache: benchCache,
  page: benchPage,
};

/** After as many minutes a benchmark counts as hanging, also on a busy machine; more for each that it was asked to take. */
const MOST_MINUTES = 10;

/** Runs the named benchmarks, or all. A failure is reported; the rows of the others are kept. */
async function measure(asked: readonly string[], minutes?: number): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const startedAt = performance.now();
    console.error(`Measuring ${name} …`);
    try {
      results.push(...(await Promise.race([run(minutes), tooLong(MOST_MINUTES * (1 + (minutes ?? 0)))])));
      console.error(`… in ${Math.round((performance.now() - startedAt) / 1000)} s.`);
    } catch (error) {
      console.error(`${name} could not be measured:`, error);
      process.exitCode = 1;
    }
  }
  return results;
}

function tooLong(minutes: number): Promise<never> {
  const message = `it took longer than ${minutes} minutes`;
  return new Promise((_, reject) => setTimeout(() => reject(new Error(message)), minutes * 60_000).unref());
}

// Processes and folders of a benchmark are removed as the process exits.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const MINUTES = /^--minutes=(\d+(?:\.\d+)?)$/;
const given = process.argv.slice(2);
const asked = given.filter((argument) => !MINUTES.test(argument));
const [minutes] = given.flatMap((argument) => MINUTES.exec(argument)?.slice(1).map(Number) ?? []);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(
    `No benchmark is called ${unknown.join(", ")}; there are ${Object.keys(BENCHMARKS).join(", ")}.`,
  );
  process.exitCode = 2;
} else {
  const machine = describeMachine();
  const results = await measure(asked, minutes);
  console.log(`${machine}\n\n${formatResults(results)}`);
  // Exits even if a benchmark hangs.
  process.exit();
}
