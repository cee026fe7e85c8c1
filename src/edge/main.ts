import { keepTickObject } from "../serving/fast-next-tick.ts";
import { firstSignal, keepSignals, onSignal } from "../serving/signals.ts";

// It can be told to stop from its first moment on, before the rest of the program is loaded.
keepSignals();
const { runEdge } = await import("./run-edge.ts");
keepTickObject();

const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM"];
// A closed terminal tells all its processes; if another one started this, that one decides what it means.
if (process.connected) onSignal("SIGHUP", () => {});
else signals.push("SIGHUP");

const ended = await runEdge({
  env: process.env,
  out: (text) => void process.stdout.write(text),
  signal: firstSignal(signals),
});
if (!ended.ok) {
  const { exit, code, message } = ended.error;
  process.stderr.write(`sluice-edge: ${message} [${code}]\n`);
  process.exitCode = exit;
}
