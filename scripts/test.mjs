// npm test [FILE…]: installs and builds what is missing, runs the tests, and ends with one line: "N passed, N failed".
// With --write-budget it writes the cost of each file into test/budget.json.
import { build, install, requireNode, say } from "./prepare.mjs";
import { runTests } from "./run-tests.mjs";

requireNode();
await install();
await build();

say("Running the tests.");
const files = process.argv.slice(2).filter((argument) => argument !== "--write-budget");
if (files.length < process.argv.length - 2) process.env.SLUICE_WRITE_BUDGET = "1";
const { passed, failed } = await runTests(files);
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
