import { keepSignals } from "../serving/signals.ts";

// A server can be told something from its first moment on, before the rest of the program is loaded.
const serves = ["serve", "edge"].includes(process.argv[2] ?? "");
if (serves) keepSignals();
// What reads the output, such as `head`, may have enough of it: the command goes on with its work and says nothing of that.
else process.stdout.on("error", passOverClosedPipe);

const { keepTickObject } = await import("../serving/fast-next-tick.ts");
const { runSluice } = await import("./run.ts");
const { processTerminal } = await import("./terminal.ts");

keepTickObject();
process.exitCode = await runSluice(process.argv.slice(2), processTerminal());

function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
