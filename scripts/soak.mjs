// npm run soak [MINUTES] [FILE…]: every test that has a deeper setting than `npm test` takes, at its full depth and from a
// seed of chance. It stops after so many minutes (never, unless they are given) and says what it has not reached. The last
// line is the count. SLUICE_SEED repeats it.
import { build, install, requireNode, say } from "./prepare.mjs";
import { runSoak } from "./run-tests.mjs";

requireNode();
await install();
await build();

const [first = "", ...others] = process.argv.slice(2);
const isBound = /^\d+(\.\d+)?$/.test(first);
const files = isBound ? others : process.argv.slice(2);
const minutes = isBound ? Number(first) : null;
say(minutes === null ? "Soaking until all is done." : `Soaking for ${minutes} minutes.`);
const { passed, failed } = await runSoak(minutes, files);
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
