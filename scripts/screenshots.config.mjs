// How `npm run screenshots` runs: the file that takes the pictures, alone.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["run-folder", "chromium"].map((name) => `test/support/${name}-global-setup.ts`),
    include: ["test/web/support/take-screenshots.ts"],
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
