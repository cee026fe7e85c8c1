import { keepSignals } from "./signals.ts";

// A server can be told something from its first moment on, before the rest of the program is loaded.
if (process.argv[2] === "serve") keepSignals();

const { keepTickObject } = await import("./fast-next-tick.ts");
const { runSluice } = await import("./run.ts");
const { processTerminal } = await import("./terminal.ts");

keepTickObject();
process.exitCode = await runSluice(process.argv.slice(2), processTerminal());
