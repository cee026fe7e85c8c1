// npm run fuzz [SECONDS [SEED [DATABASE]]]: sends generated requests to a running server, by default for 300 seconds from
// a random seed, on the embedded database; or on postgresql.
import { randomInt } from "node:crypto";
import { SEED_LIMIT } from "./depth.mjs";
import { install, requireNode, runTool, say } from "./prepare.mjs";

requireNode();
await install();

const [seconds = "300", seed = String(randomInt(SEED_LIMIT)), database = "embedded"] = process.argv.slice(2);
say(`Fuzzing for ${seconds} seconds. The same again: npm run fuzz ${seconds} ${seed} ${database}`);
const env = { ...process.env, FUZZ_SECONDS: seconds, SLUICE_SEED: seed, FUZZ_DATABASE: database };
process.exitCode = await runTool("vitest", ["run", "test/api/fuzz.test.ts"], { env });
