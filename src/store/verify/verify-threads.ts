import type { Worker } from "node:worker_threads";
import type { StoreLocation } from "../open-store.ts";
import { startThread } from "../start-thread.ts";
import type { TaskRunner, VerifiedTask, VerifyTask } from "./verify-task.ts";

/** What a thread is given: where the database is, and the snapshot that all of them read. */
export interface ThreadData {
  readonly location: StoreLocation;
  readonly snapshot: string;
}

/** What a thread answers. */
export type ThreadAnswer =
  | { readonly done: VerifiedTask }
  | { readonly error: { readonly message: string; readonly code?: string } };

/** Threads that run tasks, each with a connection of its own to the same snapshot. End them with `end`. */
export interface VerifyThreads extends TaskRunner {
  end(): Promise<void>;
}

/** Starts threads for a PostgreSQL. A task of a thread that fails, or ends, rejects. */
export function startThreads(threads: number, data: ThreadData): VerifyThreads {
  const workers = Array.from({ length: threads }, () => {
    return startThread(import.meta.url, "verify-thread", data);
  });
  const free = [...workers];
  return {
    threads,
    run: async (task) => {
      const worker = free.pop();
      if (!worker) throw new Error("more tasks run at once than there are threads");
      const done = await ask(worker, task);
      free.push(worker);
      return done;
    },
    end: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function ask(worker: Worker, task: VerifyTask): Promise<VerifiedTask> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      act();
    };
    const onMessage = (answer: ThreadAnswer) =>
      settle(() => ("done" in answer ? resolve(answer.done) : reject(toError(answer.error))));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error("a thread that verifies the ledger ended")));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(task);
  });
}

function toError({ message, code }: { readonly message: string; readonly code?: string }): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}
