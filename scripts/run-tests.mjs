// Runs Vitest and counts what came out.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, runTool } from "./prepare.mjs";

/**
 * Runs the tests that `args` name (none: all) and gives how many passed and failed, from the report and not from the exit
 * code, which what runs inside the tests can change. A run without a report, or in which nothing passed, has failed.
 */
export async function runTests(args, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sluice-test-"));
  const report = join(folder, "count.json");
  const reporter = pathToFileURL(join(root, "scripts", "count-reporter.mjs")).href;
  const reporters = ["--reporter=default", `--reporter=${reporter}`];
  const env = { ...process.env, SLUICE_TEST_COUNT: report };
  const code = await runTool("vitest", ["run", ...reporters, ...args], { ...options, env });
  const { passed, failed } = existsSync(report)
    ? JSON.parse(readFileSync(report, "utf8"))
    : { passed: 0, failed: 1 };
  rmSync(folder, { recursive: true });
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}
