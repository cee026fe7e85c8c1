import cluster, { type Worker } from "node:cluster";
import type { FromWorker } from "../serving/worker-messages.ts";
import type { ProcessMetrics } from "../serving/worker-metrics.ts";
import type { Failure } from "./command-result.ts";
import { tellWorker } from "./worker-process.ts";

/** How long to wait for one worker, in milliseconds; less than the collecting worker waits for all. */
const WAIT_MS = 2_000;

/** Fetches the metrics of the others of these workers for the one that wants them; gives the function that ends it. */
export function passMetrics(workers: () => readonly Worker[]): () => void {
  let asked = 0;
  const waiting = new Map<number, (metrics: ProcessMetrics) => void>();
  const read = (worker: Worker) => {
    const question = ++asked;
    tellWorker(worker, { kind: "want_metrics", question });
    return new Promise<ProcessMetrics | null>((resolve) => {
      waiting.set(question, resolve);
      setTimeout(resolve, WAIT_MS, null).unref();
    }).finally(() => waiting.delete(question));
  };
  const hear = async (from: Worker, message: FromWorker<Failure>): Promise<void> => {
    // There may be workers of another kind, which pass metrics among themselves.
    if (!workers().some(({ id }) => id === from.id)) return;
    if (message.kind === "metrics") waiting.get(message.question)?.(message.metrics);
    if (message.kind !== "want_metrics") return;
    const others = workers().filter(({ id }) => id !== from.id);
    const metrics = (await Promise.all(others.map(read))).filter((one) => one !== null);
    tellWorker(from, { kind: "metrics", question: message.question, metrics });
  };
  cluster.on("message", hear);
  return () => cluster.off("message", hear);
}
