// npm run soak [MINUTES] [FILE…]: runs every test that has a deeper setting than that of `npm test`, at its full depth
// and from a random seed. It stops after that many minutes, if they are given, and says what it has not reached. The
// last line is the count. SLUICE_SEED repeats a run.
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
