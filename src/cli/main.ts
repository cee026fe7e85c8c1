import { runSluice } from "./run.ts";
import { processTerminal } from "./terminal.ts";

process.exitCode = await runSluice(process.argv.slice(2), processTerminal());
