// npm test [FILE…]: installs and builds what is missing, runs the tests, and ends with one line: "N passed, N failed".
// A test that is skipped or to do, and a file that failed to load or holds no test, counts as failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, requireNode, runTool, say } from "./prepare.mjs";

requireNode();
await install();
await build();

const folder = mkdtempSync(join(tmpdir(), "sluice-test-"));
const report = join(folder, "report.json");
say("Running the tests.");
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const code = await runTool("vitest", ["run", ...reporters, ...process.argv.slice(2)]);
const { passed, failed } = count(existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null, code);
rmSync(folder, { recursive: true, force: true });

process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);

/** Counts from the report, not from the exit code alone; a run that failed for no counted reason is one failure. */
function count(report, code) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === "passed").length;
  const broken = files.filter(
    (file) => file.assertionResults.length === 0 || (file.status === "failed" && !hasFailure(file)),
  );
  const failed = tests.length - passed + broken.length;
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

function hasFailure(file) {
  return file.assertionResults.some((test) => test.status === "failed");
}
