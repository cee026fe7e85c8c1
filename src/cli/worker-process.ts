import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { ok, type Result, refuse } from "../result.ts";
import {
  type FromWorker,
  GREETS_VARIABLE,
  NUMBER_VARIABLE,
  type ToWorker,
} from "../serving/worker-messages.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

/** Longer than a server takes to finish what was accepted; what still runs then is cut off. */
const STOP_MS = 40_000;

/** A kind of processes that answer together on one port. */
export interface WorkerKind {
  /** What one of them is called. */
  readonly word: "worker" | "edge";
  /** The module that it runs, and its arguments. */
  readonly program: { readonly exec: string; readonly args: readonly string[] };
  /** Variables beside those of this process. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A process that answers, and where. */
export interface StartedWorker {
  readonly worker: Worker;
  readonly url: string;
}

/** Starts a process that answers with the others; resolves once it does, or cannot: `worker_died`, or as it refuses. */
export async function startWorker(
  { word, program, variables }: WorkerKind,
  number: number,
  greets: boolean,
): Promise<Result<StartedWorker, Failure>> {
  // Node forks what was said last; nothing comes in between.
  cluster.setupPrimary({ exec: program.exec, args: [...program.args] });
  const worker = cluster.fork({
    ...variables,
    [NUMBER_VARIABLE]: String(number),
    ...(greets && { [GREETS_VARIABLE]: "1" }),
  });
  return new Promise((resolve) => {
    worker.on("message", (message: FromWorker<Failure>) => {
      if (message.kind === "ready") resolve(ok({ worker, url: message.url }));
      if (message.kind === "refused") resolve({ ok: false, error: message.failure });
    });
    worker.process.once("exit", (code, signal) => {
      const name = word === "worker" ? "Worker" : "Edge";
      const message = `${name} ${number} ended (${signal ?? code}) before it answered; see its own output for the reason.`;
      resolve(fail(EXIT.unreachable, refuse("worker_died", message)));
    });
  });
}

/** Lets it finish what was accepted; resolves when it has ended. */
export async function stopWorker(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const ended = once(worker.process, "exit");
  tellWorker(worker, { kind: "stop" });
  const giveUp = setTimeout(() => worker.process.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(giveUp);
}

/** Tells it something; one that has just gone does not hear it. */
export function tellWorker(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => {});
}
