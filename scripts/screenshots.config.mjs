// The settings of `npm run screenshots`, which runs only the file that takes the pictures.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["run-folder", "chromium"].map((name) => `test/support/${name}-global-setup.ts`),
    include: ["test/web/support/take-screenshots.ts"],
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
