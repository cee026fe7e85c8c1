import { ok } from "../result.ts";
import type { ProcessMetrics, Seat } from "../serving/worker-metrics.ts";
import type { Outcome } from "./command-result.ts";
import { startServing } from "./serve-process.ts";
import { firstSignal, onSignal } from "./signals.ts";
import type { Terminal } from "./terminal.ts";
import { type FromWorker, GREETS_VARIABLE, NUMBER_VARIABLE, type ToWorker } from "./worker-messages.ts";

/** How long the metrics of the others are waited for. */
const WAIT_MS = 3_000;

/** One of several processes on one port, until the one that started it says stop. The first of them greets. */
export async function serveAsWorker(terminal: Terminal): Promise<Outcome> {
  const told = new Promise<void>((resolve) => {
    hear((message) => message.kind === "stop" && resolve());
  });
  // A closed terminal tells all its processes; the one that started this decides what it means.
  onSignal("SIGHUP", () => {});
  const signal = firstSignal(["SIGINT", "SIGTERM"]);
  const serving = await startServing(terminal, takeSeat(Number(terminal.env[NUMBER_VARIABLE])));
  if (!serving.ok) {
    tell({ kind: "refused", failure: serving.error });
    process.disconnect();
    return ok({ text: null, json: null });
  }
  const stopped = Promise.race([told, signal]);
  const greeted = terminal.env[GREETS_VARIABLE] ? serving.value.greet() : Promise.resolve();
  await Promise.race([greeted, stopped]);
  tell({ kind: "ready" });
  await stopped;
  await serving.value.running.close();
  process.disconnect();
  return ok({ text: null, json: null });
}

/** Passes metrics between this process and the others, by way of the one that started them. */
function takeSeat(number: number): Seat {
  let asked = 0;
  const waiting = new Map<number, (metrics: readonly ProcessMetrics[]) => void>();
  hear((message) => message.kind === "metrics" && waiting.get(message.question)?.(message.metrics));
  return {
    number,
    offer: (read) =>
      hear(async (message) => {
        if (message.kind !== "want_metrics") return;
        const { question } = message;
        tell({ kind: "metrics", question, metrics: await read() });
      }),
    askOthers: async () => {
      const question = ++asked;
      tell({ kind: "want_metrics", question });
      const metrics = await new Promise<readonly ProcessMetrics[]>((resolve) => {
        waiting.set(question, resolve);
        setTimeout(resolve, WAIT_MS, []).unref();
      });
      waiting.delete(question);
      return metrics;
    },
  };
}

function hear(listener: (message: ToWorker) => unknown): void {
  process.on("message", (message) => listener(message as ToWorker));
}

function tell(message: FromWorker): void {
  process.send?.(message);
}
