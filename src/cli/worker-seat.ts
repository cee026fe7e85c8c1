import type { Worker } from "node:cluster";
import type { Result } from "../result.ts";
import type { Failure } from "./command-result.ts";
import { startWorker, stopWorker, type WorkerKind } from "./worker-process.ts";

/** The pauses before a process that died is started again: each is twice the one before. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** A worker that ran this long did not fail at startup: the next pause is the shortest again. */
const LONG_LIFE_MS = 60_000;

/** A number, and the process that has it now. While it is not ended, one that dies is started again. */
export class WorkerSeat {
  readonly #kind: WorkerKind;
  readonly #number: number;
  readonly #tell: (line: string) => void;
  readonly #ended = new AbortController();
  #worker: Worker | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #isStarting = false;
  #url = "";

  constructor(kind: WorkerKind, number: number, tell: (line: string) => void) {
    this.#kind = kind;
    this.#number = number;
    this.#tell = tell;
  }

  /** The process that answers, or null if none does right now. */
  get worker(): Worker | null {
    return this.#worker;
  }

  /** Where it answers, or answered last; empty before. */
  get url(): string {
    return this.#url;
  }

  /** Starts the first process; refuses as that one does. */
  async begin({ greets = false } = {}): Promise<Result<true, Failure>> {
    this.#isStarting = true;
    const started = await startWorker(this.#kind, this.#number, greets);
    this.#isStarting = false;
    if (!started.ok) return started;
    this.#url = started.value.url;
    this.#seat(started.value.worker);
    return { ok: true, value: true };
  }

  /** Starts another process, and stops the one before once it answers. False: it could not, and all is as it was. */
  async renew(): Promise<boolean> {
    const before = this.#worker;
    const begun = await this.begin();
    if (begun.ok) {
      if (before) await stopWorker(before);
      return true;
    }
    this.#tell(
      `${this.#kind.word} ${this.#number} cannot be started anew: ${begun.error.message} [${begun.error.code}]`,
    );
    if (!this.#worker) void this.#startAgain();
    return false;
  }

  /** Stops the process, also one that is on its way, and starts none again. */
  async end(): Promise<void> {
    this.#ended.abort();
    if (this.#worker) await stopWorker(this.#worker);
  }

  #seat(worker: Worker): void {
    this.#worker = worker;
    const since = Date.now();
    const leave = (code: number | null, signal: string | null): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      if (this.#ended.signal.aborted || this.#isStarting) return;
      this.#tell(`${this.#kind.word} ${this.#number} ended (${signal ?? code}); it is started again`);
      if (Date.now() - since >= LONG_LIFE_MS) this.#pauseMs = FIRST_PAUSE_MS;
      void this.#startAgain();
    };
    worker.process.once("exit", leave);
    if (this.#ended.signal.aborted) void stopWorker(worker);
    else if (worker.isDead()) leave(worker.process.exitCode, worker.process.signalCode);
  }

  async #startAgain(): Promise<void> {
    while (!this.#ended.signal.aborted && !this.#worker) {
      await pause(this.#pauseMs, this.#ended.signal);
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
      if (this.#ended.signal.aborted || this.#isStarting) return;
      const begun = await this.begin();
      if (!begun.ok)
        this.#tell(`${this.#kind.word} ${this.#number}: ${begun.error.message} [${begun.error.code}]`);
    }
  }
}

function pause(milliseconds: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    ended.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
