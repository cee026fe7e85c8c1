import type { LedgerEntry, LedgerSource } from "../ledger/entry.ts";
import type { World } from "./world.ts";

/** How many ledger entries are read at once. */
const BATCH = 2_000;
/** Of a transaction with more entries than this, subscribers get none: they are not kept in memory. */
const MOST_KEPT = 10_000;

/** A transaction of the ledger that is in force now. */
export interface AppliedChange {
  /** The sequence of its last entry. */
  readonly last: number;
  /** Its entries in order, or null if they are too many to be kept in memory. */
  readonly entries: readonly LedgerEntry[] | null;
}

/** Applies the entries of a ledger to a world as they come: by sequence, so that none is lost, whatever woke it. */
export class LedgerFollower {
  readonly #source: LedgerSource;
  readonly #world: World;
  readonly #subscribers = new Set<(change: AppliedChange) => void>();
  /** The entries of the transaction being applied, for the subscribers, or null if they are too many. */
  #applying: LedgerEntry[] | null = [];
  #reading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;
  /** When the last look began that found everything, on the clock of `performance.now`. */
  #currentAt = performance.now();
  #isBehind = false;

  constructor(source: LedgerSource, world: World) {
    this.#source = source;
    this.#world = world;
  }

  /** Resolves when everything that was committed before the call is in force; throws where the source cannot be read. */
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

  /** The seconds for which it is not known whether there are new entries; 0 if the last look at the ledger found all. */
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

  /** A transaction was committed as a whole: where the ledger ends, it ends too. */
  async #readOn(): Promise<void> {
    for (;;) {
      const entries = await this.#source.entriesAfter(this.#world.takenSequence, BATCH);
      for (const piece of byChange(entries)) this.#take(piece);
      if (entries.length < BATCH) break;
    }
    this.#settle();
  }

  /** Takes entries of one transaction; the next transaction's first ones end it. */
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
