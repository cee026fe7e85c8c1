import { entriesAfter, type LedgerEntry } from "../store/ledger-table.ts";
import type { Store } from "../store/store.ts";
import type { World } from "./world.ts";

/** How many ledger entries are read at once. */
const BATCH = 2000;

/** Keeps a world in step with the ledger of a store: by sequence, so nothing is lost, whatever woke it. */
export class LedgerFollower {
  readonly #store: Store;
  readonly #world: World;
  readonly #hearers = new Set<(entries: readonly LedgerEntry[]) => void>();
  #reading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;

  constructor(store: Store, world: World) {
    this.#store = store;
    this.#world = world;
  }

  /** Resolves when everything that was committed before the call is in force; throws where the store cannot be read. */
  catchUp(): Promise<void> {
    this.#waiting ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#waiting = null;
        this.#reading = this.#readOn();
        return this.#reading;
      });
    return this.#waiting;
  }

  /** Tells of each transaction's entries as soon as they are in force; gives the function that ends it. */
  onTaken(hear: (entries: readonly LedgerEntry[]) => void): () => void {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  }

  #take(entries: readonly LedgerEntry[]): void {
    this.#world.apply(entries);
    for (const hear of this.#hearers) hear(entries);
  }

  async #readOn(): Promise<void> {
    let pending: LedgerEntry[] = [];
    for (;;) {
      const last = pending.at(-1)?.sequence ?? this.#world.sequence;
      const entries = await entriesAfter(this.#store.database, last, BATCH);
      for (const entry of entries) {
        if (pending[0] && pending[0].change !== entry.change) {
          this.#take(pending);
          pending = [];
        }
        pending.push(entry);
      }
      if (entries.length < BATCH) break;
    }
    if (pending.length > 0) this.#take(pending);
  }
}
