import { ok } from "../result.ts";
import { firstSignal, onSignal } from "../serving/signals.ts";
import { takeSeat } from "../serving/take-seat.ts";
import { GREETS_VARIABLE, hearParent, NUMBER_VARIABLE, tellParent } from "../serving/worker-messages.ts";
import type { Failure, Outcome } from "./command-result.ts";
import { startServing } from "./serve-process.ts";
import type { Terminal } from "./terminal.ts";

/** One of several processes on one port, until the one that started it says stop. The first of them greets. */
export async function serveAsWorker(terminal: Terminal): Promise<Outcome> {
  const told = new Promise<void>((resolve) => {
    hearParent((message) => message.kind === "stop" && resolve());
  });
  // A closed terminal tells all its processes; the one that started this decides what it means.
  onSignal("SIGHUP", () => {});
  const signal = firstSignal(["SIGINT", "SIGTERM"]);
  const serving = await startServing(terminal, takeSeat(Number(terminal.env[NUMBER_VARIABLE])));
  if (!serving.ok) {
    tellParent<Failure>({ kind: "refused", failure: serving.error });
    process.disconnect();
    return ok({ text: null, json: null });
  }
  const stopped = Promise.race([told, signal]);
  const greeted = terminal.env[GREETS_VARIABLE] ? serving.value.greet() : Promise.resolve();
  await Promise.race([greeted, stopped]);
  tellParent({ kind: "ready", url: serving.value.running.url });
  await stopped;
  await serving.value.running.close();
  process.disconnect();
  return ok({ text: null, json: null });
}
