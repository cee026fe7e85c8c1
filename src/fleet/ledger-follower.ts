import type { LedgerEntry, LedgerSource } from "../ledger/entry.ts";
import type { World } from "./world.ts";

/** How many ledger entries are read at once. */
const BATCH = 2_000;
/** The most entries of one transaction that are kept in memory for subscribers; of a larger one they get none. */
const MOST_KEPT = 10_000;

/** A transaction of the ledger that is in force now. */
export interface AppliedChange {
  /** The sequence of its last entry. */
  readonly last: number;
  /** Its entries in order, or null if they are too many to be kept in memory. */
  readonly entries: readonly LedgerEntry[] | null;
}

/** Applies new ledger entries to a world, by sequence: no entry is lost, whatever triggers {@link catchUp}. */
export class LedgerFollower {
  readonly #source: LedgerSource;
  readonly #world: World;
  readonly #subscribers = new Set<(change: AppliedChange) => void>();
  /** The entries of the transaction being applied, for the subscribers, or null if they are too many. */
  #applying: LedgerEntry[] | null = [];
  #reading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;
  /** When the last complete look at the ledger began, on the clock of `performance.now`. */
  #currentAt = performance.now();
  #isBehind = false;

  constructor(source: LedgerSource, world: World) {
    this.#source = source;
    this.#world = world;
  }

  /** Resolves when everything that was committed before the call is applied; rejects if the source cannot be read. */
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

  /** Seconds since the last complete look at the ledger, or 0 if no look is under way or has failed since. */
  get secondsBehind(): number {
    return this.#isBehind ? (performance.now() - this.#currentAt) / 1000 : 0;
  }

  /** Calls `notify` for each transaction as soon as it is in force; gives the function that ends the subscription. */
  onApplied(notify: (change: AppliedChange) => void): () => void {
    this.#subscribers.add(notify);
    return () => this.#subscribers.delete(notify);
  }

  async #look(): Promise<void> {
    const begunAt = performance.now();
    this.#isBehind = true;
    await this.#readOn();
    this.#currentAt = begunAt;
    this.#isBehind = false;
  }

  /** Reads to the end of the ledger. Transactions are committed as a whole, so the last one ends there as well. */
  async #readOn(): Promise<void> {
    for (;;) {
      const entries = await this.#source.entriesAfter(this.#world.takenSequence, BATCH);
      for (const piece of byChange(entries)) this.#take(piece);
      if (entries.length < BATCH) break;
    }
    this.#settle();
  }

  /** Adds entries of one transaction; the first entries of the next transaction end it. */
  #take(piece: readonly LedgerEntry[]): void {
    if (piece[0]?.change !== this.#world.pendingChange) this.#settle();
    this.#world.take(piece);
    if (this.#applying && this.#applying.length + piece.length <= MOST_KEPT) this.#applying.push(...piece);
    else this.#applying = null;
  }

  #settle(): void {
    if (this.#world.pendingChange === null) return;
    this.#world.settle();
    const change = { last: this.#world.sequence, entries: this.#applying };
    this.#applying = [];
    for (const notify of this.#subscribers) notify(change);
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
