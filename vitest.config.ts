import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["run-folder", "postgres", "chromium"].map((name) => `test/support/${name}-global-setup.ts`),
    pool: "forks",
    maxWorkers: 2,
    // A process that has run one file is warm for the next: the server's modules and the embedded database take seconds to load.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
