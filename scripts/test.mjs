// npm test [FILE…]: installs and builds what is missing, runs the tests, and ends with one line: "N passed, N failed".
import { build, install, requireNode, say } from "./prepare.mjs";
import { runTests } from "./run-tests.mjs";

requireNode();
await install();
await build();

say("Running the tests.");
const { passed, failed } = await runTests(process.argv.slice(2));
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
