import type { Selectable } from "kysely";
import type { LedgerPosition } from "../../../src/ledger/entry.ts";
import { LEDGER_START } from "../../../src/ledger/hash.ts";
import type { LedgerRow } from "../../../src/store/ledger/ledger-row.ts";

/** One row of the ledger, as a reader gets it. */
export type Row = Selectable<LedgerRow>;

/** A checkpoint of the fleet as it is stored. */
export interface StoredCheckpoint extends LedgerPosition {
  readonly format: number;
  readonly checksum: string;
  readonly parts: readonly Uint8Array[];
}

/** What an installation said last. */
export interface StoredInstallation {
  /** In milliseconds. */
  readonly askedAt: number;
  readonly running: string;
}

/** Everything that the database keeps; never changed itself, so that it can be put back. */
export interface Kept {
  readonly ledger: readonly Row[];
  readonly checkpoint: StoredCheckpoint | null;
  /** By organization and installation, as `keyOf` writes them. */
  readonly installations: ReadonlyMap<string, StoredInstallation>;
}

const NOTHING: Kept = { ledger: [], checkpoint: null, installations: new Map() };

/** What a transaction did so far, as a function of what is kept. */
type Write = (kept: Kept) => Kept;

/**
 * A database in memory that loses whatever a simulation wants it to lose. It keeps the ledger, the checkpoint and the
 * installations, in transactions with advisory locks; of the other tables, which nothing here reads, it keeps nothing.
 */
export class ModelDatabase {
  #kept: Kept = NOTHING;
  /** What was kept after each transaction of the ledger, the newest last. */
  #past: Kept[] = [NOTHING];
  readonly #sessions = new Set<Session>();
  readonly #holders = new Map<number, Session>();
  readonly #listeners = new Set<() => void>();
  /** Whether it takes no connections. */
  isAway = false;

  get kept(): Kept {
    return this.#kept;
  }

  get head(): LedgerPosition {
    return headOf(this.#kept);
  }

  /** How many transactions of the ledger can be lost. */
  get changes(): number {
    return this.#past.length - 1;
  }

  connect(): Session {
    if (this.isAway) throw new Error("the database system is starting up");
    const session = new Session(this);
    this.#sessions.add(session);
    return session;
  }

  /** Calls `onWake` after each change of the ledger; gives the function that ends it. */
  listen(onWake: () => void): () => void {
    this.#listeners.add(onWake);
    return () => this.#listeners.delete(onWake);
  }

  /** Goes away: every connection ends, and what is not committed is gone. */
  goAway(): void {
    this.isAway = true;
    for (const session of [...this.#sessions]) session.end();
  }

  comeBack(): void {
    this.isAway = false;
  }

  /** Loses the newest transactions of the ledger with all that came after the one before them, as a restore does. */
  lose(changes: number): void {
    this.goAway();
    this.#past = this.#past.slice(0, this.#past.length - changes);
    this.#kept = this.#past.at(-1) ?? NOTHING;
  }

  /** Takes a lock for a session; false if another one has it. */
  take(lock: number, session: Session): boolean {
    const holder = this.#holders.get(lock);
    if (holder && holder !== session) return false;
    this.#holders.set(lock, session);
    return true;
  }

  commit(writes: readonly Write[]): void {
    const before = this.#kept.ledger.length;
    this.#kept = apply(this.#kept, writes);
    if (this.#kept.ledger.length === before) return;
    this.#past.push(this.#kept);
    for (const wake of this.#listeners) wake();
  }

  /** Releases what a transaction held. */
  release(session: Session): void {
    for (const [lock, holder] of this.#holders) if (holder === session) this.#holders.delete(lock);
  }

  forget(session: Session): void {
    this.release(session);
    this.#sessions.delete(session);
  }
}

/** One connection to the database. */
export class Session {
  readonly #database: ModelDatabase;
  #writes: Write[] = [];
  /** What a transaction reads that sees one state to its end, or null. */
  #snapshot: Kept | null = null;
  #isOpen = true;

  constructor(database: ModelDatabase) {
    this.#database = database;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What a statement reads now: what is committed, and what the transaction wrote. */
  get kept(): Kept {
    this.#expectOpen();
    return apply(this.#snapshot ?? this.#database.kept, this.#writes);
  }

  begin(seesOneState: boolean): void {
    this.#expectOpen();
    this.#snapshot = seesOneState ? this.#database.kept : null;
  }

  write(write: Write): void {
    this.#expectOpen();
    this.#writes.push(write);
  }

  /** Takes a lock until the transaction ends; false if another transaction has it. */
  take(lock: number): boolean {
    this.#expectOpen();
    return this.#database.take(lock, this);
  }

  commit(): void {
    this.#expectOpen();
    const writes = this.#writes;
    this.rollback();
    this.#database.commit(writes);
  }

  rollback(): void {
    this.#writes = [];
    this.#snapshot = null;
    this.#database.release(this);
  }

  /** Ends the connection; what is not committed is gone. */
  end(): void {
    this.#isOpen = false;
    this.rollback();
    this.#database.forget(this);
  }

  #expectOpen(): void {
    if (!this.#isOpen) throw new Error("the connection was ended by the database");
  }
}

function apply(kept: Kept, writes: readonly Write[]): Kept {
  return writes.reduce((state, write) => write(state), kept);
}

/** The position of the last entry. */
export function headOf({ ledger }: Kept): LedgerPosition {
  const last = ledger.at(-1);
  return last ? { sequence: last.sequence, hash: last.hash } : LEDGER_START;
}
