import { configDefaults, defineConfig } from "vitest/config";
// @ts-expect-error a script without types
import { readDepth } from "./scripts/depth.mjs";
import { LongestFirst } from "./test/support/longest-first.ts";

/** What only the soak runs is named so. */
const SOAK = "test/**/*.soak.test.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...(readDepth() === "soak" ? [] : [SOAK])],
    globalSetup: ["depth", "run-folder", "postgres", "chromium"].map(
      (name) => `test/support/${name}-global-setup.ts`,
    ),
    setupFiles: ["test/support/cpu-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    // A process that has run one file is warm for the next: the server's modules and the embedded database take seconds to load.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // It only ends what hangs: no test depends on how fast the machine is. At full depth one test runs for minutes.
    testTimeout: readDepth() === "soak" ? 1_800_000 : 300_000,
    hookTimeout: 300_000,
  },
});
