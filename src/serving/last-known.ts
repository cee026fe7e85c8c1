import { setTimeout as sleep } from "node:timers/promises";

/** How long a value counts as new, in milliseconds: after that a change is in force on every server. */
const FRESH_MS = 1_000;
/** How long an answer waits for the reading, in milliseconds. */
const PATIENCE_MS = 250;

/**
 * A value that answers need and that rarely changes, read again at most once a second from where it is: the database, or
 * the server behind an edge. While that is away, silent or slow, it is what was read last: no answer fails over it or waits
 * long for it.
 */
export class LastKnown<Value> {
  readonly #read: () => Promise<Value>;
  #value: Value;
  #begunAt = performance.now();
  #isReading = false;
  /** Settled once the reading that was begun last has ended, or has had its time. */
  #awaited: Promise<void> = Promise.resolve();

  /** `first`: the value as it was read at the start, which must not fail in silence. */
  constructor(first: Value, read: () => Promise<Value>) {
    this.#value = first;
    this.#read = read;
  }

  /** The value, read again if it was last read over a second ago and the reading ends in time. */
  async now(): Promise<Value> {
    if (!this.#isReading && performance.now() - this.#begunAt >= FRESH_MS) this.#begin();
    await this.#awaited;
    return this.#value;
  }

  #begin(): void {
    this.#begunAt = performance.now();
    this.#awaited = Promise.race([this.#renew(), sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  async #renew(): Promise<void> {
    this.#isReading = true;
    try {
      this.#value = await this.#read();
    } catch {
      // The follower of the ledger logs what is away.
    } finally {
      this.#isReading = false;
    }
  }
}
