import type { Store } from "../store/store.ts";
import { readCheckpoint, writeCheckpoint } from "../store/tables/fleet-checkpoint-table.ts";
import type { LedgerFollower } from "./ledger-follower.ts";
import { World } from "./world.ts";
import { IMAGE_FORMAT, imageOf, worldOf } from "./world-image.ts";

/** After how many entries a checkpoint is due: reading so many at the next start takes a second or two. */
const DUE_AFTER = 50_000;
/** The same when the server stops. */
const DUE_AT_STOP = 10_000;

/** The world of the last checkpoint; an empty one where none fits, which reads the whole ledger then. */
export async function beginWorld(store: Store): Promise<World> {
  const found = await readCheckpoint(store, IMAGE_FORMAT);
  return found ? worldOf(found.bytes, found.mark) : new World();
}

/** How many entries make a checkpoint due. */
export interface CheckpointThresholds {
  readonly running: number;
  readonly stopping: number;
}

/**
 * Writes the world down in the background, now and then, so that the next start is quick. Nothing depends on it. To be
 * made before the world reads on: how far it has come then was written down already.
 */
export class CheckpointKeeper {
  readonly #store: Store;
  readonly #world: World;
  readonly #due: CheckpointThresholds;
  readonly #tell: (problem: unknown) => void;
  #last: number;
  #writing: Promise<void> | null = null;

  constructor(
    store: Store,
    world: World,
    tell: (problem: unknown) => void,
    due: CheckpointThresholds = { running: DUE_AFTER, stopping: DUE_AT_STOP },
  ) {
    this.#store = store;
    this.#world = world;
    this.#tell = tell;
    this.#due = due;
    this.#last = world.sequence;
  }

  /** Begins to look after each transaction of the ledger; gives the function that ends it, having written a last time. */
  start(follower: LedgerFollower): () => Promise<void> {
    const unsubscribe = follower.onApplied(() => this.#look());
    this.#look();
    return async () => {
      unsubscribe();
      await this.#writing;
      await this.#write(this.#due.stopping);
    };
  }

  #look(): void {
    if (this.#writing || this.#world.sequence - this.#last < this.#due.running) return;
    this.#writing = this.#write(this.#due.running).then(() => {
      this.#writing = null;
    });
  }

  /** Writes where that is due. Never rejects. */
  async #write(due: number): Promise<void> {
    const world = this.#world;
    const isDue = world.sequence - this.#last >= due;
    // In the middle of a transaction the next one will do.
    if (!isDue || world.pendingChange !== null) return;
    this.#last = world.sequence;
    try {
      const checkpoint = { mark: world.head, format: IMAGE_FORMAT, parts: imageOf(world) };
      await writeCheckpoint(this.#store, checkpoint, due);
    } catch (error) {
      this.#tell(error);
    }
  }
}
