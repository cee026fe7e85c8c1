import type { Instant } from "../instant.ts";
import type { Store } from "../store/store.ts";
import { writeCheckIns } from "../store/tables/check-in-batch.ts";
import { keepUpInstallations, type Retention } from "../store/tables/installation-upkeep.ts";
import type { CheckIns } from "./check-ins.ts";

/** How often to see whether there is something to write, and how long one waits where there is little. */
const LOOK_EVERY_MS = 200;
const WRITE_EVERY_MS = 1_000;
const UPKEEP_EVERY_MS = 600_000;
/** Rows in one statement. The embedded database works in this process, and a check must not wait for it long. */
const BATCH = { postgresql: 5_000, embedded: 250 } as const;

/** What a writer works with. */
export interface WriterSurroundings {
  readonly store: Store;
  readonly now: () => Instant;
  readonly retention: Retention;
  /** Told once when writing begins to fail, and once (null) when it works again. */
  readonly tell: (problem: unknown) => void;
}

/** Writes check-ins down in the background: every second, or when a batch is full. Nobody waits for it. */
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

  /** Writes what waits, one time more, and stops. What cannot be written is lost, and told. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.flush();
  }

  /** Resolves when what waited has been written, or cannot be for now. Never rejects. */
  flush(): Promise<void> {
    this.#lastAt = performance.now();
    this.#writing = this.#writing.then(() => this.#writeAll());
    return this.#writing;
  }

  /** Takes away what is kept no longer, where that is due. Never rejects. */
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
