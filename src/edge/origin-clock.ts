import { type Instant, toInstant } from "../instant.ts";

/**
 * The clock of the servers as an edge knows it without asking: its own clock, corrected by how far that was from theirs when
 * an answer of them was last compared. Every answer to an installation is given by this clock.
 */
export class OriginClock {
  readonly #local: () => number;
  #aheadMs = 0;

  /** `local`: the clock of this machine, in milliseconds. */
  constructor(local: () => number = Date.now) {
    this.#local = local;
  }

  /** The present time. */
  now(): Instant {
    return toInstant(this.#local() - this.#aheadMs);
  }

  /** How many seconds the clock of this machine is ahead of that of the servers; negative if it is behind. */
  get aheadSeconds(): number {
    return this.#aheadMs / 1000;
  }

  /**
   * Compares the clocks by an answer of a server that says its time. It was said at some moment between `askedAt` and
   * `answeredAt`, so what is known moves only as far as that allows: a slow answer changes nothing.
   */
  compare(askedAt: number, said: Instant, answeredAt: number): void {
    this.#aheadMs = Math.min(Math.max(this.#aheadMs, askedAt - said - 1), answeredAt - said + 1);
  }
}
