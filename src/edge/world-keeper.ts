import type { LedgerFollower } from "../fleet/ledger-follower.ts";
import { imageInSlices } from "../fleet/world-image.ts";
import type { LedgerPosition } from "../ledger/entry.ts";
import type { LagSource } from "../updates/lag.ts";
import { type EdgeLog, reasonOf } from "./edge-log.ts";
import type { Keep } from "./keep.ts";

/** How often to look for something to keep. */
const LOOK_EVERY_MS = 10_000;
/** The share of time, at most, in which a world is being written: one pause is this many times the writing before it. */
const PAUSE_FACTOR = 20;

/** What a keeper works with. */
export interface KeeperParts {
  readonly keep: Keep;
  readonly follower: LedgerFollower;
  readonly lag: LagSource;
  readonly log: EdgeLog;
}

/** Keeps the world that an edge answers from, and until when it was known to be up to date. Nothing else depends on it. */
export class WorldKeeper {
  readonly #parts: KeeperParts;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #last: LedgerPosition | null;
  #notBefore = 0;
  #isFailing = false;

  /** `kept`: the position of the world that is kept already, or null if none is. */
  constructor(parts: KeeperParts, kept: LedgerPosition | null) {
    this.#parts = parts;
    this.#last = kept;
  }

  /** Whether the last attempt to keep what is known failed. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
    void this.#look();
  }

  /** Keeps the world a last time. Never rejects. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
    this.#notBefore = 0;
    await this.#look();
  }

  #look(): Promise<void> {
    this.#working = this.#working
      .then(() => this.#save())
      .then(
        () => {
          this.#isFailing = false;
        },
        (error) => this.#tell(error),
      );
    return this.#working;
  }

  async #save(): Promise<void> {
    const { keep, follower, lag } = this.#parts;
    const { world } = follower;
    // In the middle of a transaction there is no state to keep, and what the ledger has lost is not worth keeping.
    if (world.pendingChange !== null || world.position.brokenAt !== null || follower.hasDiverged) return;
    const { head } = world;
    const currentAt = Date.now() - 1000 * lag.secondsBehind;
    if (head.hash !== this.#last?.hash) {
      if (performance.now() < this.#notBefore) return;
      const begunAt = performance.now();
      await keep.writeWorld(head, await imageInSlices(world));
      this.#last = head;
      this.#notBefore = performance.now() + PAUSE_FACTOR * (performance.now() - begunAt);
    }
    await keep.noteCurrent(currentAt);
  }

  #tell(error: unknown): void {
    const message =
      "what is known cannot be kept; without a server the next start answers as it was kept before";
    if (!this.#isFailing) this.#parts.log.warn(message, { reason: reasonOf(error) });
    this.#isFailing = true;
  }
}
