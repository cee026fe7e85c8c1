import type { Store } from "../store/store.ts";
import { newestMark } from "../store/tables/count-marks.ts";
import { countsAfter } from "../store/tables/installation-counts.ts";
import { Census } from "./census.ts";

/** How many counts are read at once. */
const BATCH = 20_000;

/**
 * Keeps a census in step with the counts of a store, by revision and mark: counts written by other servers arrive as
 * well.
 */
export class CensusFollower {
  readonly #store: Store;
  #census: Census;
  readonly #onRenewed: (census: Census) => void;
  #reading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;

  /** `onRenewed` gets the census that takes the place of one whose counts the database has lost. */
  constructor(store: Store, census: Census, onRenewed: (census: Census) => void = () => {}) {
    this.#store = store;
    this.#census = census;
    this.#onRenewed = onRenewed;
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

  /** Follows the counts with another census from now on; it goes on from its position. */
  replace(census: Census): void {
    this.#census = census;
  }

  /** Counts that the census has and the database has lost are not corrected one by one: it is counted anew. */
  async #readOn(): Promise<void> {
    const census = this.#census;
    if (await this.#readInto(census)) return;
    const anew = new Census(census.directory);
    if (!(await this.#readInto(anew)) || this.#census !== census) return this.#readOn();
    this.#census = anew;
    this.#onRenewed(anew);
  }

  /** Reads into a census what is new to it; false if the database has lost what is in it. */
  async #readInto(census: Census): Promise<boolean> {
    const { database } = this.#store;
    const mark = await newestMark(database, census.mark);
    if (mark === "lost") return false;
    for (;;) {
      const counts = await countsAfter(database, census.revision, BATCH);
      for (const count of counts) census.take(count);
      if (counts.length < BATCH) break;
    }
    census.mark = mark;
    return true;
  }
}
