import { benchCheck } from "./check.ts";
import { benchCheckIns } from "./check-ins.ts";
import { benchDecide } from "./decide.ts";
import { benchMemory } from "./memory.ts";
import { benchPage } from "./page.ts";
import { benchPreview } from "./preview.ts";
import { formatResults, type Result } from "./result.ts";
import { benchStart } from "./start.ts";

/** Every benchmark by name; each gives the rows that it measured. */
const BENCHMARKS: Readonly<Record<string, () => Promise<readonly Result[]>>> = {
  decide: benchDecide,
  check: benchCheck,
  preview: benchPreview,
  "check-ins": benchCheckIns,
  page: benchPage,
  memory: benchMemory,
  start: benchStart,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(
    `No benchmark is called ${unknown.join(", ")}; there are ${Object.keys(BENCHMARKS).join(", ")}.`,
  );
  process.exitCode = 2;
} else {
  const results: Result[] = [];
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.error(`Measuring ${name} …`);
    results.push(...(await run()));
  }
  console.log(formatResults(results));
}
