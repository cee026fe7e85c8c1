// npm run fuzz [SECONDS [SEED]]: sends generated requests to a running server, by default for 300 seconds from a random
// seed.
import { randomInt } from "node:crypto";
import { SEED_LIMIT } from "./depth.mjs";
import { install, requireNode, runTool, say } from "./prepare.mjs";

requireNode();
await install();

const [seconds = "300", seed = String(randomInt(SEED_LIMIT))] = process.argv.slice(2);
say(`Fuzzing for ${seconds} seconds. The same again: npm run fuzz ${seconds} ${seed}`);
const env = { ...process.env, FUZZ_SECONDS: seconds, SLUICE_SEED: seed };
process.exitCode = await runTool("vitest", ["run", "test/api/fuzz.test.ts"], { env });
