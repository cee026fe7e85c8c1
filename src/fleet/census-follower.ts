import type { Store } from "../store/store.ts";
import { countsAfter } from "../store/tables/installation-counts.ts";
import type { Census } from "./census.ts";

/** How many counts are read at once. */
const BATCH = 20_000;

/** Keeps a census in step with the counts of a store, by revision: counts written by other servers arrive as well. */
export class CensusFollower {
  readonly #store: Store;
  readonly #census: Census;
  #reading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;

  constructor(store: Store, census: Census) {
    this.#store = store;
    this.#census = census;
  }

  /**
   * Resolves when every count that was committed before the call is in the census; rejects if the store cannot be read.
   */
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

  async #readOn(): Promise<void> {
    for (;;) {
      const counts = await countsAfter(this.#store.database, this.#census.revision, BATCH);
      for (const count of counts) this.#census.take(count);
      if (counts.length < BATCH) return;
    }
  }
}
