// Runs Vitest and counts its results.
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SEED_LIMIT } from "./depth.mjs";
import { root, runTool } from "./prepare.mjs";

/**
 * Runs the tests that `args` name (all if empty) and gives how many passed and failed. The numbers come from the report
 * and not from the exit code, which code inside the tests can change. A run without a report, or in which nothing
 * passed, has failed. (Vitest's exit code of a run that ended because its time was up is always 1.)
 */
export async function runTests(args, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sluice-test-"));
  const report = join(folder, "count.json");
  const reporter = pathToFileURL(join(root, "scripts", "count-reporter.mjs")).href;
  const reporters = ["--reporter=default", `--reporter=${reporter}`];
  const env = { ...process.env, ...options.env, SLUICE_TEST_COUNT: report };
  const code = await runTool("vitest", ["run", ...reporters, ...args], { ...options, env });
  const { passed, failed, isTimeUp } = existsSync(report)
    ? JSON.parse(readFileSync(report, "utf8"))
    : { passed: 0, failed: 1, isTimeUp: false };
  rmSync(folder, { recursive: true });
  return { passed, failed: failed === 0 && ((code !== 0 && !isTimeUp) || passed === 0) ? 1 : failed };
}

/**
 * Runs the tests that look deeper in a soak, or those of them that `files` name, for this many minutes (null for no
 * limit), from the seed of the environment or a random one.
 */
export function runSoak(minutes, files = []) {
  const env = {
    SLUICE_DEPTH: "soak",
    SLUICE_SEED: process.env.SLUICE_SEED ?? String(randomInt(SEED_LIMIT)),
    ...(minutes !== null && { SLUICE_SOAK_MINUTES: String(minutes) }),
  };
  return runTests(files.length > 0 ? files : listDeeper(), { env });
}

/** The test files that depend on the depth, and those that are the soak's alone. */
function listDeeper() {
  const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
  return tests
    .filter((name) => name.endsWith(".test.ts"))
    .filter(
      (name) =>
        name.endsWith(".soak.test.ts") ||
        readFileSync(join(root, "test", name), "utf8").includes("/support/depth.ts"),
    )
    .map((name) => join("test", name));
}
