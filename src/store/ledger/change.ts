import { sql } from "kysely";
import type { Instant } from "../../instant.ts";
import { organizationIdOf } from "../../ledger/about.ts";
import { digestCredential, withCredential } from "../../ledger/credential.ts";
import type { LedgerEntry, LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import { hashEntry } from "../../ledger/hash.ts";
import { encodeRecord, type Subject, type Subjects } from "../../ledger/subject.ts";
import { err, type Refusal, type Result } from "../../result.ts";
import { type ActorReference, toActorReference } from "../../tenancy/actor.ts";
import type { ForecastLink } from "../../tenancy/forecast-link.ts";
import { DEFAULT_QUOTAS, type QuotaNumbers } from "../../tenancy/quota.ts";
import type { Token } from "../../tenancy/token.ts";
import { TimeSlices } from "../../time-slices.ts";
import type { Database } from "../database.ts";
import { DatabaseClock } from "../database-clock.ts";
import { LEDGER_LOCK, lockForTransaction } from "../locks.ts";
import { renewStatistics } from "../statistics.ts";
import { LEDGER_CHANNEL, type Store } from "../store.ts";
import { digestAccount } from "../tables/account-digest.ts";
import { type StoredPassword, writeAdministrator } from "../tables/administrator-table.ts";
import { writeForecastLink } from "../tables/forecast-link-table.ts";
import { writeToken } from "../tables/token-table.ts";
import type { RecordPair } from "../tables/write-row.ts";
import { afterLostCommit, type FinishedChange } from "./commit-outcome.ts";
import { fromHashedEntry, type NewEntryRow } from "./ledger-row.ts";
import { appendEntries, ledgerHead } from "./ledger-table.ts";
import { WRITERS, writeMany } from "./record-row.ts";
import { inTurn } from "./rehearsal-turns.ts";

/**
 * The actor and the instant of a change, and what it is held to; with a clock the instant is that of the database,
 * compared in its transaction.
 */
export interface ChangeBy {
  readonly actor: ActorReference;
  readonly now: Instant | DatabaseClock;
  /** How much everybody may have, if not as much as by default. */
  readonly quotas?: QuotaNumbers;
}

/**
 * One subject's part of a change. `before` is null if it is new, `after` if it is removed (settings: back to unset).
 */
export interface RecordChange<S extends Subject> extends RecordPair<Subjects[S]> {
  readonly subject: S;
  readonly action: string;
  /** The organization that it is about; needed if the record does not name it, as with a user's settings. */
  readonly organizationId?: string;
}

/** An accepted change in progress: it alone holds the ledger's lock, so what it reads cannot change meanwhile. */
export interface Change {
  /** The instant of this change, never before the last one of the ledger. */
  readonly at: Instant;
  /** The transaction, for reading what the decision needs. */
  readonly database: Database;
  /** How much everybody may have. */
  readonly quotas: QuotaNumbers;
  /** The sequence of its first entry, which all of its entries have as their `change`. */
  readonly first: number;
  /** How many entries were recorded so far. */
  readonly entries: number;
  /** Says that what is recorded from now on undoes these: each new entry names the one of them about the same record. */
  undoing(entries: readonly LedgerEntry[]): void;
  /** Appends the pending entries, so that readers of the ledger in this transaction find them. */
  flush(): Promise<void>;
  /** Writes the state and its ledger entry (R26); gives the entry's position. */
  record<S extends Subject>(recorded: RecordChange<S>): Promise<LedgerPosition>;
  /**
   * Records many changes of one subject, each with its own entry, in order; much faster if all of the records are new.
   */
  recordAll<S extends Subject>(all: readonly RecordChange<S>[]): Promise<void>;
  /** Records a new token; the hash of its secret is stored beside it, and a digest of that is in the ledger. */
  recordToken(
    recorded: Omit<RecordChange<"token">, "subject" | "before" | "after"> & { readonly after: Token },
    secretHash: string,
  ): Promise<LedgerPosition>;
  /** Records an administrator whose password is set (null: stays), or second factors were; the ledger has a digest of all. */
  recordAccount(
    recorded: Omit<RecordChange<"administrator">, "subject">,
    password: StoredPassword | null,
  ): Promise<LedgerPosition>;
  /** Records a new link to a forecast; the hash of its secret is stored beside it, and a digest of that is in the ledger. */
  recordLink(link: ForecastLink, action: string, secretHash: string): Promise<LedgerPosition>;
}

/**
 * Runs one change as one transaction: `work` reads, decides and records. A refusal rolls everything back and is
 * returned (R26); an exception rolls back and is thrown again. When this resolves to a value, the change is committed.
 * Refuses `clock_off` if the clock is too far from that of the database, and `outcome_unknown` if the connection is lost in
 * the commit and the database does not say what became of it: the one refusal after which the change may be made.
 */
export async function changeStore<Value, Reason extends Refusal>(
  store: Store,
  by: ChangeBy,
  work: (change: Change) => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason | Refusal<"clock_off" | "outcome_unknown">>> {
  let finished: FinishedChange<Value, Reason> | null = null;
  try {
    const committed = await store.database
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (transaction) => {
        const change = await beginChange(transaction, by);
        const result = await work(change);
        if (!result.ok) throw new RolledBack(result);
        finished = { result, last: await change.finish(), entries: change.entries };
        return finished;
      });
    await renewStatistics(store, committed.entries);
    return committed.result;
  } catch (error) {
    if (error instanceof RolledBack) return error.result as Result<Value, Reason>;
    return afterLostCommit(store, finished, error);
  }
}

/**
 * Runs one change as {@link changeStore} does, and rolls it back, whatever comes of it: gives what the change would have
 * given. Those of one customer, one partner or the vendor take turns.
 */
export async function rehearseChange<Value, Reason extends Refusal>(
  store: Store,
  by: ChangeBy,
  work: (change: Change) => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason>> {
  return inTurn(store.database, by.actor, () => rehearse(store, by, work));
}

async function rehearse<Value, Reason extends Refusal>(
  store: Store,
  by: ChangeBy,
  work: (change: Change) => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason>> {
  try {
    return await store.database
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (transaction) => {
        throw new RolledBack(await work(await beginChange(transaction, by)));
      });
  } catch (error) {
    if (error instanceof RolledBack) return error.result as Result<Value, Reason>;
    throw error;
  }
}

/** Carries a result out of the transaction, which rolls back on the way. */
class RolledBack extends Error {
  readonly result: Result<unknown, Refusal>;

  constructor(result: Result<unknown, Refusal>) {
    super(result.ok ? "rehearsed" : result.error.code);
    this.result = result;
  }
}

async function beginChange(transaction: Database, by: ChangeBy): Promise<RunningChange> {
  await lockForTransaction(transaction, LEDGER_LOCK);
  const now = by.now instanceof DatabaseClock ? await readNow(transaction, by.now) : by.now;
  return new RunningChange(transaction, by, now, await ledgerHead(transaction));
}

async function readNow(transaction: Database, clock: DatabaseClock): Promise<Instant> {
  const now = await clock.compare(transaction);
  if (clock.fault) throw new RolledBack(err(clock.fault));
  return now;
}

/** The most pending entries: one statement appends them all, when there are this many or the change ends. */
const MAX_PENDING = 500;

class RunningChange implements Change {
  readonly at: Instant;
  readonly database: Database;
  readonly quotas: QuotaNumbers;
  readonly first: number;
  readonly #actor: ActorReference;
  readonly #undone = new Map<string, number>();
  #last: LedgerPosition;
  #pending: NewEntryRow[] = [];

  constructor(
    database: Database,
    { actor, quotas = DEFAULT_QUOTAS }: ChangeBy,
    now: Instant,
    head: LedgerHead,
  ) {
    this.quotas = quotas;
    this.at = now > head.at ? now : head.at;
    this.database = database;
    this.#actor = toActorReference(actor);
    this.first = head.sequence + 1;
    this.#last = head;
  }

  undoing(entries: readonly LedgerEntry[]): void {
    for (const { subject, id, sequence } of entries) this.#undone.set(`${subject} ${id}`, sequence);
  }

  async record<S extends Subject>(recorded: RecordChange<S>) {
    expectOwnId(recorded);
    await WRITERS[recorded.subject](this.database, recorded);
    return this.#append(recorded);
  }

  async recordAll<S extends Subject>(all: readonly RecordChange<S>[]) {
    const [first] = all;
    if (!first) return;
    for (const recorded of all) expectOwnId(recorded);
    await writeMany(this.database, first.subject, all);
    const slices = new TimeSlices();
    for (const recorded of all) {
      await this.#append(recorded);
      if (slices.isOver) await slices.next();
    }
  }

  async recordToken(recorded: Parameters<Change["recordToken"]>[0], secretHash: string) {
    const token = { ...recorded, subject: "token", before: null } as const;
    await writeToken(this.database, token, secretHash);
    return this.#append(token, digestCredential(secretHash));
  }

  async recordAccount(recorded: Parameters<Change["recordAccount"]>[0], password: StoredPassword | null) {
    const administrator = { ...recorded, subject: "administrator" } as const;
    await writeAdministrator(this.database, administrator, password);
    return this.#append(administrator, await digestAccount(this.database, recorded.id));
  }

  async recordLink(link: ForecastLink, action: string, secretHash: string) {
    const { id } = link;
    const recorded = { subject: "forecast_link", id, action, before: null, after: link } as const;
    await writeForecastLink(this.database, recorded, secretHash);
    return this.#append(recorded, digestCredential(secretHash));
  }

  async #append<S extends Subject>(recorded: RecordChange<S>, credential?: string) {
    const { subject, id, action, before, after } = recorded;
    const written = after === null ? null : encodeRecord(subject, after);
    const entry = {
      sequence: this.#last.sequence + 1,
      change: this.first,
      at: this.at,
      actor: this.#actor,
      action,
      subject,
      id,
      organizationId: organizationIdOf(recorded),
      before: before === null ? null : encodeRecord(subject, before),
      after: credential === undefined ? written : withCredential(written, credential),
      undoes: this.#undone.get(`${subject} ${id}`) ?? null,
      previousHash: this.#last.hash,
    };
    this.#last = { sequence: entry.sequence, hash: hashEntry(entry) };
    this.#pending.push(fromHashedEntry(entry, this.#last.hash));
    if (this.#pending.length >= MAX_PENDING) await this.flush();
    return this.#last;
  }

  get entries(): number {
    return this.#last.sequence - this.first + 1;
  }

  async flush() {
    await appendEntries(this.database, this.#pending);
    this.#pending = [];
  }

  /**
   * Appends the pending entries and announces the change; the announcement is sent with the commit. Gives the position of
   * the last entry.
   */
  async finish(): Promise<LedgerPosition> {
    if (this.entries === 0) return this.#last;
    await this.flush();
    await sql`select pg_notify(${LEDGER_CHANNEL}, ${String(this.#last.sequence)})`.execute(this.database);
    return this.#last;
  }
}

function expectOwnId<S extends Subject>({ id, after }: RecordChange<S>): void {
  if (after && "id" in after && after.id !== id) throw new Error(`${after.id} is recorded as ${id}`);
}
