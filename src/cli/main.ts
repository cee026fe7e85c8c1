import { keepTickObject } from "./fast-next-tick.ts";
import { runSluice } from "./run.ts";
import { processTerminal } from "./terminal.ts";

keepTickObject();
process.exitCode = await runSluice(process.argv.slice(2), processTerminal());
