import { afterAll } from "vitest";
// @ts-expect-error a script without types
import { cpuSecondsBelow } from "../../scripts/cpu-time.mjs";

declare module "vitest" {
  interface TaskMeta {
    /** The CPU seconds that a file's worker and the processes below it used from its import to its last hook. */
    cpuSeconds?: number;
  }
}

const before: number = cpuSecondsBelow();

// The hook of a setup file runs last, so it counts what the file's own hooks end, too.
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads which fixtures a hook wants from this pattern
afterAll(({}, { file }) => {
  file.meta.cpuSeconds = cpuSecondsBelow() - before;
});
