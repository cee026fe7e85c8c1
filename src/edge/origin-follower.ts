import type { LedgerFollower } from "../fleet/ledger-follower.ts";
import type { LagSource } from "../updates/lag.ts";
import { type EdgeLog, reasonOf } from "./edge-log.ts";
import type { OriginLedger } from "./origin-ledger.ts";
import type { Origins } from "./origins.ts";
import { pause, pauseAfter } from "./pause.ts";

/** For how long a server is to wait for the next entry; while an answer is this much overdue an edge counts as up to date. */
const WAIT_SECONDS = 2;
const GRACE_SECONDS = 0.9;

/** What follows the ledger of the servers. */
export interface FollowerParts {
  readonly ledger: OriginLedger;
  readonly follower: LedgerFollower;
  readonly origins: Origins;
  readonly log: EdgeLog;
  /** When the world was known to be up to date, on the clock of `performance.now`. */
  readonly currentAt: number;
}

/** Keeps a world up to date with the ledger of the servers, and tells how far it may be behind. */
export class OriginFollower implements LagSource {
  readonly #parts: FollowerParts;
  readonly #over = new AbortController();
  #currentAt: number;
  #failures = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    this.#currentAt = parts.currentAt;
  }

  /** Seconds since the world was known to be up to date; 0 while the server is waiting for the next entry. */
  get secondsBehind(): number {
    const seconds = (performance.now() - this.#currentAt) / 1000;
    return this.#failures === 0 && seconds < WAIT_SECONDS + GRACE_SECONDS ? 0 : seconds;
  }

  get hasDiverged(): boolean {
    return this.#parts.follower.hasDiverged;
  }

  start(): void {
    this.#running = this.#follow();
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await this.#running;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      try {
        await this.#look();
        this.#tellThatItWorks();
      } catch (error) {
        if (signal.aborted) return;
        if (this.#failures++ === 0) this.#tellFailure(error);
        await pause(pauseAfter(this.#failures, Math.random()), signal);
      }
    }
  }

  /** Waits for the next entries, and puts them in force. */
  async #look(): Promise<void> {
    const { ledger, follower, origins } = this.#parts;
    // After a failure there is nothing to wait for: whether a server answers again shows at once.
    await ledger.await(follower.world.position.taken, this.#failures === 0 ? WAIT_SECONDS : 0);
    await follower.catchUp();
    if (!ledger.isLagging) this.#currentAt = performance.now();
    else origins.passOn();
  }

  #tellThatItWorks(): void {
    const { follower, origins, log } = this.#parts;
    if (this.#failures === 0) return;
    this.#failures = 0;
    const { sequence } = follower.world;
    log.info("a server answers again; answers follow from its ledger", { sequence, origin: origins.current });
  }

  #tellFailure(error: unknown): void {
    const { sequence } = this.#parts.follower.world;
    const message = "no server sends its ledger; answers go on from what is known, and say how old that is";
    this.#parts.log.warn(message, { reason: reasonOf(error), sequence });
  }
}
