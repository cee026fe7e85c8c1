import type { LedgerEntry, LedgerPosition, LedgerSource } from "../ledger/entry.ts";
import { inSlices } from "./in-slices.ts";
import { World } from "./world.ts";

/** How many ledger entries are read at once. */
const BATCH = 500;
/** How many of them a world takes between two yields. */
const AT_ONCE = 16;
/** The most entries of one transaction that are kept in memory for subscribers; of a larger one they get none. */
const MOST_KEPT = 10_000;

/** A transaction of the ledger that is in force now. */
export interface AppliedChange {
  /** The sequence of its last entry. */
  readonly last: number;
  /** Its entries in order, or null if they are too many to be kept in memory. */
  readonly entries: readonly LedgerEntry[] | null;
}

/** What a follower finds wrong with a ledger. */
export type LedgerFault =
  /** The ledger no longer has the entry at this position: the database went back in time. The world is read anew. */
  | { readonly kind: "diverged"; readonly known: LedgerPosition }
  /** The entry of this sequence does not follow the one before by its hash: somebody changed the ledger. */
  | { readonly kind: "broken"; readonly sequence: number };

/** How a follower replaces a world whose entries the ledger no longer has. */
export interface Renewal {
  /** The world to read on from: that of a checkpoint which fits the ledger, or an empty one. */
  begin(): Promise<World>;
  /** Puts a world that was read to the end of the ledger in the place of the one before; that one stays if it rejects. */
  replace(world: World): Promise<void>;
  /** Told of each fault once. */
  tell(fault: LedgerFault): void;
}

const ALONE: Renewal = { begin: async () => new World(), replace: async () => {}, tell: () => {} };

/**
 * Applies new ledger entries to a world, in order: no entry is lost, whatever triggers {@link catchUp}. Each look
 * compares the world's own position with the ledger, by sequence and hash. A world whose past is not that of the ledger
 * is replaced by one that is read anew; it is in use until that one is complete.
 */
export class LedgerFollower {
  readonly #source: LedgerSource;
  readonly #renewal: Renewal;
  readonly #subscribers = new Set<(change: AppliedChange) => void>();
  readonly #renewalSubscribers = new Set<() => void>();
  #world: World;
  /** The entries of the transaction being applied, for the subscribers, or null if they are too many. */
  #applying: LedgerEntry[] | null = [];
  #reading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;
  /** When the last complete look at the ledger began, on the clock of `performance.now`. */
  #currentAt = performance.now();
  #isBehind = false;
  #hasDiverged = false;
  #divergences = 0;

  constructor(source: LedgerSource, world: World, renewal = ALONE) {
    this.#source = source;
    this.#world = world;
    this.#renewal = renewal;
  }

  /** The world that is in use. */
  get world(): World {
    return this.#world;
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

  /** Whether the world in use is of a past that the ledger no longer has. */
  get hasDiverged(): boolean {
    return this.#hasDiverged;
  }

  /** How often the ledger was found to have another past than the world. */
  get divergences(): number {
    return this.#divergences;
  }

  /** Calls `notify` for each transaction as soon as it is in force; gives the function that ends the subscription. */
  onApplied(notify: (change: AppliedChange) => void): () => void {
    this.#subscribers.add(notify);
    return () => this.#subscribers.delete(notify);
  }

  /** Calls `notify` when another world is in use, whose past is not that of the one before; gives the function that ends it. */
  onRenewed(notify: () => void): () => void {
    this.#renewalSubscribers.add(notify);
    return () => this.#renewalSubscribers.delete(notify);
  }

  async #look(): Promise<void> {
    const begunAt = performance.now();
    this.#isBehind = true;
    while (!(await this.#readOn())) await this.#renew();
    this.#hasDiverged = false;
    this.#currentAt = begunAt;
    this.#isBehind = false;
  }

  /** Reads to the end of the ledger, where its last transaction ends as well. False: its past is not the world's. */
  async #readOn(): Promise<boolean> {
    for (;;) {
      const entries = await this.#source.entriesAfter(this.#world.position.taken, BATCH);
      if (entries === null) return false;
      for (const piece of byChange(entries)) await this.#take(piece);
      if (entries.length < BATCH) break;
    }
    await this.#settle();
    return true;
  }

  /** Reads another world from the ledger as it is now, and puts it in the place of this one. */
  async #renew(): Promise<void> {
    if (!this.#hasDiverged) {
      this.#hasDiverged = true;
      this.#divergences++;
      this.#renewal.tell({ kind: "diverged", known: this.#world.position.taken });
    }
    const world = await this.#renewal.begin();
    const reader = new LedgerFollower(this.#source, world);
    if (!(await reader.#readOn())) return;
    await this.#renewal.replace(world);
    this.#world = world;
    this.#applying = [];
    if (world.position.brokenAt !== null) this.#tellBroken(world.position.brokenAt);
    for (const notify of this.#renewalSubscribers) notify();
  }

  /** Adds entries of one transaction; the first entries of the next transaction end it. */
  async #take(piece: readonly LedgerEntry[]): Promise<void> {
    if (piece[0]?.change !== this.#world.pendingChange) await this.#settle();
    const wasWhole = this.#world.position.brokenAt === null;
    await inSlices(taking(this.#world, piece));
    const { brokenAt } = this.#world.position;
    if (wasWhole && brokenAt !== null) this.#tellBroken(brokenAt);
    if (this.#applying && this.#applying.length + piece.length <= MOST_KEPT) this.#applying.push(...piece);
    else this.#applying = null;
  }

  #tellBroken(sequence: number): void {
    this.#renewal.tell({ kind: "broken", sequence });
  }

  /** Puts a whole transaction in force; answers are those before it until all of it is. */
  async #settle(): Promise<void> {
    if (this.#world.pendingChange === null) return;
    await inSlices(this.#world.settling());
    const change = { last: this.#world.sequence, entries: this.#applying };
    this.#applying = [];
    for (const notify of this.#subscribers) notify(change);
  }
}

/** Has a world take entries, a few at a time. */
function* taking(world: World, entries: readonly LedgerEntry[]): Generator<void, void> {
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    world.take(entries.slice(first, first + AT_ONCE));
    yield;
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
