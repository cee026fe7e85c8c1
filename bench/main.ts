import { benchAnswers } from "./answers.ts";
import { benchBlocking } from "./blocking.ts";
import { benchChanges } from "./changes.ts";
import { benchCheck } from "./check.ts";
import { benchCheckIns } from "./check-ins.ts";
import { benchConnections } from "./connections.ts";
import { benchDecide } from "./decide.ts";
import { benchEdgeStart } from "./edge-start.ts";
import { benchEdges } from "./edges.ts";
import { benchFeeds } from "./feeds.ts";
import { benchLists } from "./lists.ts";
import { describeMachine } from "./machine.ts";
import { benchMemory } from "./memory.ts";
import { benchMillion } from "./million.ts";
import { benchNoted } from "./noted.ts";
import { benchPage } from "./page.ts";
import { benchPreview } from "./preview.ts";
import { formatResults, type Result } from "./result.ts";
import { benchStart } from "./start.ts";

/** Every benchmark by name; each returns the rows that it measured. */
const BENCHMARKS: Readonly<Record<string, () => Promise<readonly Result[]>>> = {
  million: benchMillion,
  answers: benchAnswers,
  check: benchCheck,
  feeds: benchFeeds,
  connections: benchConnections,
  changes: benchChanges,
  blocking: benchBlocking,
  decide: benchDecide,
  memory: benchMemory,
  start: benchStart,
  "edge-start": benchEdgeStart,
  edges: benchEdges,
  preview: benchPreview,
  lists: benchLists,
  "check-ins": benchCheckIns,
  noted: benchNoted,
  page: benchPage,
};

/** The time after which a benchmark counts as hanging, also on a busy machine. */
const LONGEST_MS = 10 * 60_000;

/** Runs the named benchmarks, or all. A failure is reported; the rows of the others are kept. */
async function measure(asked: readonly string[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const startedAt = performance.now();
    console.error(`Measuring ${name} …`);
    try {
      results.push(...(await Promise.race([run(), tooLong()])));
      console.error(`… in ${Math.round((performance.now() - startedAt) / 1000)} s.`);
    } catch (error) {
      console.error(`${name} could not be measured:`, error);
      process.exitCode = 1;
    }
  }
  return results;
}

function tooLong(): Promise<never> {
  const message = `it took longer than ${LONGEST_MS / 60_000} minutes`;
  return new Promise((_, reject) => setTimeout(() => reject(new Error(message)), LONGEST_MS).unref());
}

// Processes and folders of a benchmark are removed as the process exits.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(
    `No benchmark is called ${unknown.join(", ")}; there are ${Object.keys(BENCHMARKS).join(", ")}.`,
  );
  process.exitCode = 2;
} else {
  const machine = describeMachine();
  const results = await measure(asked);
  console.log(`${machine}\n\n${formatResults(results)}`);
  // Exits even if a benchmark hangs.
  process.exit();
}
