import { inject, test } from "vitest";

/** `gate`: before each change, in minutes. `soak`: everything at full depth. */
export type Depth = "gate" | "soak";

/** The depth of this run (`npm test`: gate, `npm run soak`: soak). */
export const DEPTH: Depth = inject("depth");

/**
 * The seed of this run's random worlds. In the gate it comes from the commit, so that each commit tests other worlds.
 */
export const SEED: number = inject("seed");

/** The value for the depth of this run. */
export function atDepth<Value>(values: Readonly<Record<Depth, Value>>): Value {
  return values[DEPTH];
}

/** A test of the soak alone. In the gate it does not exist, so it counts neither as passed nor as skipped. */
export const soakTest: (name: string, run: () => Promise<void>) => void =
  DEPTH === "soak" ? test : () => undefined;
