import type { Store } from "../store/store.ts";
import { readCheckpoint, writeCheckpoint } from "../store/tables/fleet-checkpoint-table.ts";
import type { LedgerFollower } from "./ledger-follower.ts";
import { World } from "./world.ts";
import { IMAGE_FORMAT, imageOf, worldOf } from "./world-image.ts";

/** A checkpoint is due after this number of entries, which the next start reads in a second or two. */
const DUE_AFTER = 50_000;
/** The same for a server that stops. */
const DUE_AT_STOP = 10_000;

/** The world of the last checkpoint, or an empty one if no checkpoint fits: it then reads the whole ledger. */
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
 * Writes checkpoints of the world in the background, so that the next start is quick. Nothing else depends on it.
 * Create it before the world reads on: it assumes that the world's position is that of the last checkpoint.
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

  /**
   * Checks after each transaction whether a checkpoint is due. Returns the function that writes a last one and stops.
   */
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

  /** Writes a checkpoint if `due` entries were added since the last one. Never rejects. */
  async #write(due: number): Promise<void> {
    const world = this.#world;
    const isDue = world.sequence - this.#last >= due;
    // In the middle of a transaction there is no state to write; the end of a later one will do.
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
