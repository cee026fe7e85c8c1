import { inject, test } from "vitest";

/** `gate`: before each change, in minutes. `soak`: everything at full depth. */
export type Depth = "gate" | "soak";

/** How deep this run looks (`npm test`: gate, `npm run soak`: soak). */
export const DEPTH: Depth = inject("depth");

/** What this run's random worlds begin with. The gate takes it from the commit, so that each looks at worlds of its own. */
export const SEED: number = inject("seed");

/** The value for the depth of this run. */
export function atDepth<Value>(values: Readonly<Record<Depth, Value>>): Value {
  return values[DEPTH];
}

/** A test of the soak alone. In the gate it is not there: nothing that counts as passed or skipped was left out. */
export const soakTest: (name: string, run: () => Promise<void>) => void =
  DEPTH === "soak" ? test : () => undefined;
