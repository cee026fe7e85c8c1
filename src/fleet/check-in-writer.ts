import type { Instant } from "../instant.ts";
import type { Store } from "../store/store.ts";
import { writeCheckIns } from "../store/tables/check-in-batch.ts";
import { keepUpInstallations, type Retention } from "../store/tables/installation-upkeep.ts";
import type { CheckIns } from "./check-ins.ts";

/** How often to look for check-ins that are due, and how long they wait if there are few. */
const LOOK_EVERY_MS = 200;
const WRITE_EVERY_MS = 1_000;
const UPKEEP_EVERY_MS = 600_000;
/** Rows in one statement. The embedded database runs in this process, where a long statement would delay checks. */
const BATCH = { postgresql: 5_000, embedded: 250 } as const;

/** What a writer works with. */
export interface WriterSurroundings {
  readonly store: Store;
  readonly now: () => Instant;
  readonly retention: Retention;
  /** Called once with the error when writing begins to fail, and once with null when it works again. */
  readonly tell: (problem: unknown) => void;
}

/** Writes check-ins to the store in the background: every second, or when a batch is full. */
export class CheckInWriter {
  readonly #checkIns: CheckIns;
  readonly #around: WriterSurroundings;
  readonly #timers: NodeJS.Timeout[] = [];
  #writing: Promise<void> = Promise.resolve();
  #isFailing = false;
  #lastAt = performance.now();

  constructor(checkIns: CheckIns, around: WriterSurroundings) {
    this.#checkIns = checkIns;
    this.#around = around;
  }

  start(): void {
    this.#timers.push(setInterval(() => this.#look(), LOOK_EVERY_MS).unref());
    this.#timers.push(setInterval(() => void this.keepUp(), UPKEEP_EVERY_MS).unref());
    void this.keepUp();
  }

  /**
   * Writes the waiting check-ins a last time and stops. Those that cannot be written are lost, and `tell` is called.
   */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.flush();
  }

  /** Resolves when the waiting check-ins are written, or cannot be written for now. Never rejects. */
  flush(): Promise<void> {
    this.#lastAt = performance.now();
    this.#writing = this.#writing.then(() => this.#writeAll());
    return this.#writing;
  }

  /** Removes installations whose retention has ended, if that is due. Never rejects. */
  keepUp(): Promise<void> {
    const { store, retention, now, tell } = this.#around;
    this.#writing = this.#writing.then(async () => {
      await keepUpInstallations(store, retention, now()).catch(tell);
    });
    return this.#writing;
  }

  #look(): void {
    const waited = performance.now() - this.#lastAt >= WRITE_EVERY_MS;
    if (this.#checkIns.size >= BATCH[this.#around.store.kind] || waited) void this.flush();
  }

  async #writeAll(): Promise<void> {
    const { store, now } = this.#around;
    try {
      while (this.#checkIns.size > 0) {
        const { checkIns, takeOff } = this.#checkIns.oldest(BATCH[store.kind]);
        await writeCheckIns(store, checkIns, now());
        takeOff();
        this.#tellThatItWorks();
      }
    } catch (error) {
      if (!this.#isFailing) this.#around.tell(error);
      this.#isFailing = true;
    }
  }

  #tellThatItWorks(): void {
    if (this.#isFailing) this.#around.tell(null);
    this.#isFailing = false;
  }
}
