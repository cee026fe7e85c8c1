import { entriesAfter, type LedgerEntry } from "../store/ledger/ledger-table.ts";
import type { Store } from "../store/store.ts";
import type { World } from "./world.ts";

/** How many ledger entries are read at once. */
const BATCH = 2_000;
/** A transaction with more entries than this is not told entry by entry: nobody keeps them all. */
const MOST_TOLD = 10_000;

/** A transaction of the ledger that is in force now. */
export interface AppliedChange {
  /** The sequence of its last entry. */
  readonly last: number;
  /** Null: they are too many to be told. */
  readonly entries: readonly LedgerEntry[] | null;
}

/** Keeps a world in step with the ledger of a store: by sequence, so nothing is lost, whatever woke it. */
export class LedgerFollower {
  readonly #store: Pick<Store, "database">;
  readonly #world: World;
  readonly #hearers = new Set<(taken: AppliedChange) => void>();
  /** The entries of the transaction that is not in force yet, for those who hear of it; null: they are too many. */
  #untold: LedgerEntry[] | null = [];
  #reading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;
  /** When the last look began that found everything, on the clock of `performance.now`. */
  #currentAt = performance.now();
  #isBehind = false;

  constructor(store: Pick<Store, "database">, world: World) {
    this.#store = store;
    this.#world = world;
  }

  /** Resolves when everything that was committed before the call is in force; throws where the store cannot be read. */
  catchUp(): Promise<void> {
    this.#waiting ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#waiting = null;
        this.#reading = this.#look();
        return this.#reading;
      });
    return this.#waiting;
  }

  /** For how long nobody knows whether there are new entries, in seconds; 0: the last look at the ledger found everything. */
  get secondsBehind(): number {
    return this.#isBehind ? (performance.now() - this.#currentAt) / 1000 : 0;
  }

  /** Tells of each transaction as soon as it is in force; gives the function that ends it. */
  onTaken(hear: (taken: AppliedChange) => void): () => void {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  }

  async #look(): Promise<void> {
    const begunAt = performance.now();
    this.#isBehind = true;
    await this.#readOn();
    this.#currentAt = begunAt;
    this.#isBehind = false;
  }

  /** A transaction was committed as a whole: where the ledger ends, it ends too. */
  async #readOn(): Promise<void> {
    for (;;) {
      const entries = await entriesAfter(this.#store.database, this.#world.takenSequence, BATCH);
      for (const piece of byChange(entries)) this.#take(piece);
      if (entries.length < BATCH) break;
    }
    this.#settle();
  }

  /** Takes entries of one transaction; the next transaction's first ones end it. */
  #take(piece: readonly LedgerEntry[]): void {
    if (piece[0]?.change !== this.#world.pendingChange) this.#settle();
    this.#world.take(piece);
    if (this.#untold && this.#untold.length + piece.length <= MOST_TOLD) this.#untold.push(...piece);
    else this.#untold = null;
  }

  #settle(): void {
    if (this.#world.pendingChange === null) return;
    this.#world.settle();
    const taken = { last: this.#world.sequence, entries: this.#untold };
    this.#untold = [];
    for (const hear of this.#hearers) hear(taken);
  }
}

function byChange(entries: readonly LedgerEntry[]): readonly (readonly LedgerEntry[])[] {
  const pieces: LedgerEntry[][] = [];
  for (const entry of entries) {
    const piece = pieces.at(-1);
    if (piece?.[0]?.change === entry.change) piece.push(entry);
    else pieces.push([entry]);
  }
  return pieces;
}
