// What has to pass before a change is merged: the checks, the tests, and a soak that is bound in time. The last line is
// the count of the tests and the soak together; if the checks fail, that is one failure.

import { join } from "node:path";
import { build, install, requireNode, root, run, say } from "./prepare.mjs";
import { runSoak, runTests } from "./run-tests.mjs";

const SOAK_MINUTES = 8;

requireNode();
await install();

const checks = await run(process.execPath, [join(root, "scripts", "check.mjs")]);
if (checks !== 0) end({ passed: 0, failed: 1 });

await build();
say("Running the tests.");
const tests = await runTests([]);
console.log(`The tests: ${tests.passed} passed, ${tests.failed} failed.`);
if (tests.failed > 0) end(tests);

say(`Soaking for ${SOAK_MINUTES} minutes.`);
const soak = await runSoak(SOAK_MINUTES);
console.log(`The soak: ${soak.passed} passed, ${soak.failed} failed.`);
end({ passed: tests.passed + soak.passed, failed: soak.failed });

function end({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
