import { ledgerSource } from "../store/ledger/ledger-table.ts";
import type { Store } from "../store/store.ts";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "../store/tables/fleet-checkpoint-table.ts";
import { LedgerFollower } from "./ledger-follower.ts";
import { World } from "./world.ts";
import { IMAGE_FORMAT, imageInSlices, worldOf } from "./world-image.ts";

/** A checkpoint is due after this number of entries, which the next start reads in a second or two. */
const DUE_AFTER = 50_000;
/** The same for a server that stops. */
const DUE_AT_STOP = 10_000;

/** The world of the last checkpoint, or an empty one if no checkpoint fits: it then reads the whole ledger. */
export async function beginWorld(store: Store): Promise<World> {
  const found = await readCheckpoint(store, IMAGE_FORMAT);
  return found ? worldOf(found.bytes, found.mark) : new World();
}

/**
 * Gives the sequence of the last checkpoint, after it wrote a newer one if that comes before `sequence`. A ledger that is
 * broken gets none.
 */
export async function checkpointThrough(store: Store, sequence: number): Promise<number> {
  const world = await beginWorld(store);
  const begun = world.sequence;
  if (begun >= sequence) return begun;
  await new LedgerFollower(ledgerSource(store.database), world).catchUp();
  if (world.position.brokenAt !== null) return begun;
  return (await writeCheckpoint(store, await makeCheckpoint(world), 1)) ? world.sequence : begun;
}

/** The checkpoint of a world as it is now; its bytes are made as they are written. */
async function makeCheckpoint(world: World): Promise<Checkpoint> {
  const mark = world.head;
  return { mark, format: IMAGE_FORMAT, parts: await imageInSlices(world) };
}

/** How many entries make a checkpoint due. */
export interface CheckpointThresholds {
  readonly running: number;
  readonly stopping: number;
}

/**
 * Writes checkpoints of the world that a follower keeps, in the background, so that the next start is quick. Nothing
 * else depends on it. Each entry of a world that is written followed the one before by its hash, and the ledger has its
 * last one.
 */
export class CheckpointKeeper {
  readonly #store: Store;
  readonly #due: CheckpointThresholds;
  readonly #tell: (problem: unknown) => void;
  /** The sequence of the last checkpoint, as far as this server knows. */
  #last = 0;
  #writing: Promise<void> | null = null;

  constructor(
    store: Store,
    tell: (problem: unknown) => void,
    due: CheckpointThresholds = { running: DUE_AFTER, stopping: DUE_AT_STOP },
  ) {
    this.#store = store;
    this.#tell = tell;
    this.#due = due;
  }

  /**
   * Checks after each transaction whether a checkpoint is due. Returns the function that writes a last one and stops.
   */
  start(follower: LedgerFollower): () => Promise<void> {
    const begin = () => {
      this.#last = follower.world.position.begun.sequence;
      this.#look(follower);
    };
    const endings = [follower.onApplied(() => this.#look(follower)), follower.onRenewed(begin)];
    begin();
    return async () => {
      for (const end of endings) end();
      await this.#writing;
      await this.#write(follower.world, this.#due.stopping);
    };
  }

  #look({ world }: LedgerFollower): void {
    if (this.#writing || world.sequence - this.#last < this.#due.running) return;
    this.#writing = this.#write(world, this.#due.running).then(() => {
      this.#writing = null;
    });
  }

  /** Writes a checkpoint if `due` entries were added since the last one. Never rejects. */
  async #write(world: World, due: number): Promise<void> {
    const isDue = world.sequence - this.#last >= due;
    // In the middle of a transaction there is no state to write; the end of a later one will do.
    if (!isDue || world.pendingChange !== null || world.position.brokenAt !== null) return;
    this.#last = world.sequence;
    try {
      await writeCheckpoint(this.#store, await makeCheckpoint(world), due);
    } catch (error) {
      this.#tell(error);
    }
  }
}
