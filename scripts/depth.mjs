// The depth of a test run, and the seed of its random worlds.
import { execFileSync } from "node:child_process";

const DEPTHS = ["gate", "soak"];
/** The limit of seeds, low enough that seeds counted on from one are still whole numbers of 32 bits. */
export const SEED_LIMIT = 2 ** 30;

/** `SLUICE_DEPTH`: gate (the default) or soak. */
export function readDepth(depth = process.env.SLUICE_DEPTH ?? "gate") {
  if (!DEPTHS.includes(depth)) throw new Error(`SLUICE_DEPTH is ${depth}; use gate or soak`);
  return depth;
}

/** `SLUICE_SEED`, or by default a number that is the same for every run on one commit and another on the next. */
export function readSeed(seed = process.env.SLUICE_SEED) {
  if (seed === undefined) return seedOfCommit() ?? seedOfDay();
  const number = Number(seed);
  if (!Number.isInteger(number) || number < 0 || number >= 2 * SEED_LIMIT)
    throw new Error(`SLUICE_SEED is ${seed}; use a whole number below ${2 * SEED_LIMIT}`);
  return number;
}

/** A seed made from the commit, or null if there is no git, or no repository. */
function seedOfCommit() {
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], cwd: import.meta.dirname };
    return Number.parseInt(execFileSync("git", ["rev-parse", "HEAD"], options).slice(0, 8), 16) % SEED_LIMIT;
  } catch {
    return null;
  }
}

function seedOfDay() {
  return Math.floor(Date.now() / 86_400_000);
}
