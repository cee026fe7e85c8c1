import { sql } from "kysely";
import type { Instant } from "../../instant.ts";
import { digestCredential } from "../../ledger/credential.ts";
import type { LedgerEntry, LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import { type HashedEntry, hashEntry } from "../../ledger/hash.ts";
import type { Subject } from "../../ledger/subject.ts";
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
import { afterLostCommit, type FinishedChange } from "./commit-outcome.ts";
import { appendDrafted, type Draft, writeKept } from "./draft.ts";
import { fromHashedEntry, type NewEntryRow } from "./ledger-row.ts";
import { appendEntries, ledgerHead } from "./ledger-table.ts";
import { type EntryOfRecord, expectOwnId, type RecordChange, toEntryOfRecord } from "./record-change.ts";
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

/** What records new things one after another: a change, or a draft before it. */
export type Recorder = Pick<Change, "recordAll">;

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
  /** Appends the entries of what was drafted before the ledger's lock was held, and writes their records if they were kept. */
  appendDraft(draft: Draft): Promise<void>;
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
 * `prepare` runs in the same transaction before it waits for the ledger's lock: what it reads may change until then.
 */
export async function changeStore<Value, Reason extends Refusal>(
  store: Store,
  by: ChangeBy,
  work: (change: Change) => Promise<Result<Value, Reason>>,
  prepare?: (transaction: Database) => Promise<Result<true, Reason>>,
): Promise<Result<Value, Reason | Refusal<"clock_off" | "outcome_unknown">>> {
  let finished: FinishedChange<Value, Reason> | null = null;
  try {
    const committed = await store.database
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (transaction) => {
        const prepared = await prepare?.(transaction);
        if (prepared?.ok === false) throw new RolledBack(prepared);
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
    const entry = this.#chain(toEntryOfRecord(recorded, credential));
    this.#pending.push(fromHashedEntry(entry, this.#last.hash));
    if (this.#pending.length >= MAX_PENDING) await this.flush();
    return this.#last;
  }

  /** The next entry of the ledger's chain; from now on it is the last one. */
  #chain({ action, subject, id, organizationId, before, after }: EntryOfRecord): HashedEntry {
    const entry: HashedEntry = {
      sequence: this.#last.sequence + 1,
      change: this.first,
      at: this.at,
      actor: this.#actor,
      action,
      subject,
      id,
      organizationId,
      before,
      after,
      undoes: this.#undone.get(`${subject} ${id}`) ?? null,
      previousHash: this.#last.hash,
    };
    this.#last = { sequence: entry.sequence, hash: hashEntry(entry) };
    return entry;
  }

  async appendDraft(draft: Draft) {
    await this.flush();
    const slices = new TimeSlices();
    for await (const part of draft.parts(this.database)) {
      if (draft.drafted === "kept") await writeKept(this.database, part);
      const previous = this.#last;
      const hashes: string[] = [];
      for (const one of part.entries) {
        this.#chain(one);
        hashes.push(this.#last.hash);
        if (slices.isOver) await slices.next();
      }
      const { first: change, at } = this;
      await appendDrafted(this.database, part, { previous, hashes, change, at, actor: this.#actor });
    }
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
