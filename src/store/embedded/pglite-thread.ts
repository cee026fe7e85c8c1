import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { err, ok, type Result } from "../../result.ts";
import { startThread } from "../start-thread.ts";
import type { Connection } from "./pglite-dialect.ts";
import { type FromThread, fromCarriedFault, type RowsOfQuery, type ToThread } from "./thread-messages.ts";

/** A call that waits for its answer, with the rows that have come so far. */
interface WaitingCall {
  readonly rows: unknown[];
  readonly resolve: (result: { rows: unknown[]; affectedRows: number }) => void;
  readonly reject: (error: Error) => void;
}

/** What is asked of the thread; the number of the call is added. */
type Asked = ToThread extends infer Told ? (Told extends ToThread ? Omit<Told, "call"> : never) : never;

/**
 * An embedded database in a thread of its own, which holds no answer up, whatever the database does. The process goes on for
 * it as long as a call waits for its answer.
 */
export class PgliteThread implements Connection {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, WaitingCall>();
  readonly #listeners = new Set<() => void>();
  #calls = 0;
  #ended: Error | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (told: FromThread) => this.#take(told));
    worker.on("error", (error) => this.#end(error));
    worker.on("exit", () => this.#end(new Error("the embedded database has ended")));
    worker.unref();
  }

  /** Starts the thread and opens the database in a directory there; or gives why that does not open, in its own words. */
  static async open(directory: string): Promise<Result<PgliteThread, string>> {
    const worker = startThread(import.meta.url, "pglite-worker", directory);
    const told = await Promise.race([firstWord(worker), endOf(worker)]);
    if (told.kind !== "not_opened") return ok(new PgliteThread(worker));
    await worker.terminate();
    return err(told.why);
  }

  get closed(): boolean {
    return this.#ended !== null;
  }

  query(sql: string, parameters: unknown[]): Promise<{ rows: unknown[]; affectedRows: number }> {
    return this.#call({ kind: "query", sql, parameters });
  }

  /** Calls `onWake` after each announcement of the ledger; gives the function that ends it. */
  async listen(onWake: () => void): Promise<() => Promise<void>> {
    const isFirst = this.#listeners.size === 0;
    const listener = () => onWake();
    this.#listeners.add(listener);
    if (isFirst) await this.#call({ kind: "listen" });
    return async () => {
      this.#listeners.delete(listener);
    };
  }

  /** Closes the database and ends the thread. */
  async close(): Promise<void> {
    await this.#call({ kind: "close" });
    await this.#worker.terminate();
  }

  #call(asked: Asked): ReturnType<PgliteThread["query"]> {
    if (this.#ended) return Promise.reject(this.#ended);
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#worker.postMessage({ ...asked, call } as ToThread);
      if (this.#waiting.size === 0) this.#worker.ref();
      this.#waiting.set(call, { rows: [], resolve, reject });
    });
  }

  #take(told: FromThread): void {
    switch (told.kind) {
      case "rows":
        this.#takeRows(told.call, told);
        return;
      case "failed":
        this.#finish(told.call)?.reject(fromCarriedFault(told));
        return;
      case "announced":
        for (const listener of this.#listeners) listener();
        return;
      case "opened":
      case "not_opened":
        throw new Error(`the embedded database told "${told.kind}" twice`);
    }
  }

  #takeRows(call: number, { rows, affectedRows, isLast }: RowsOfQuery): void {
    const waiting = this.#waiting.get(call);
    for (const row of rows) waiting?.rows.push(row);
    if (isLast) this.#finish(call)?.resolve({ rows: waiting?.rows ?? [], affectedRows });
    else this.#worker.postMessage({ kind: "more", call } satisfies ToThread);
  }

  #finish(call: number): WaitingCall | undefined {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    if (this.#waiting.size === 0) this.#worker.unref();
    return waiting;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const call of [...this.#waiting.keys()]) this.#finish(call)?.reject(error);
  }
}

async function firstWord(worker: Worker): Promise<FromThread> {
  const [told] = (await once(worker, "message")) as [FromThread];
  return told;
}

/** What is told for a thread that ended before it said anything. */
async function endOf(worker: Worker): Promise<FromThread> {
  await once(worker, "exit").catch(() => undefined);
  return { kind: "not_opened", why: "it broke off while it was opened" };
}
