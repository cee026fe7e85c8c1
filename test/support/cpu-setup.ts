import { afterAll } from "vitest";
// @ts-expect-error a script without types
import { cpuSecondsBelow } from "../../scripts/cpu-time.mjs";

declare module "vitest" {
  interface TaskMeta {
    /** Of a file: the CPU that its worker and the processes below it used from its import to its last hook. */
    cpuSeconds?: number;
  }
}

const before: number = cpuSecondsBelow();

// The hook of a setup file is the last that runs: what the file's own hooks end is counted, too.
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads which fixtures a hook wants from this pattern
afterAll(({}, { file }) => {
  file.meta.cpuSeconds = cpuSecondsBelow() - before;
});
