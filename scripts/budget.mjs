// The CPU budget of the tests: test/budget.json, the seconds of CPU that each file took when it was last measured.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.mjs";

const path = join(root, "test", "budget.json");
/**
 * How much more than measured a file may take: machines differ, and the first file that needs something pays for it.
 */
const FACTOR = 2;
const ALLOWANCE = 10;

/** File below test/ -> seconds of CPU. Empty if nothing was measured yet. */
export function readBudget() {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).files : {};
}

/** Whether a file took more than it may; a file that was never measured has no limit. */
export function isOverBudget(seconds, budget) {
  return budget !== undefined && seconds > budget * FACTOR + ALLOWANCE;
}

/** Writes the seconds that files took, and keeps those of other files that still exist. */
export function writeBudget(measured) {
  const files = { ...readBudget(), ...measured };
  const kept = Object.keys(files)
    .filter((name) => existsSync(join(root, "test", name)))
    .sort();
  const rounded = Object.fromEntries(kept.map((name) => [name, Math.round(files[name] * 10) / 10]));
  writeFileSync(path, `${JSON.stringify({ unit: "seconds of CPU", files: rounded }, null, 2)}\n`);
}
