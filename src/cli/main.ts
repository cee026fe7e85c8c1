import { runSluice } from "./run.ts";
import { processTerminal } from "./terminal.ts";
import { keepTickObject } from "./tick-object.ts";

keepTickObject();
process.exitCode = await runSluice(process.argv.slice(2), processTerminal());
