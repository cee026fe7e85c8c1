import { sql } from "kysely";
import type { Instant } from "../../instant.ts";
import { organizationIdOf } from "../../ledger/about.ts";
import type { LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import { hashEntry } from "../../ledger/hash.ts";
import { encodeRecord, type Subject, type Subjects } from "../../ledger/subject.ts";
import type { Refusal, Result } from "../../result.ts";
import { type ActorReference, toActorReference } from "../../tenancy/actor.ts";
import type { ForecastLink } from "../../tenancy/forecast-link.ts";
import type { Token } from "../../tenancy/token.ts";
import type { Database } from "../database.ts";
import { LEDGER_LOCK, lockForTransaction } from "../locks.ts";
import { renewStatistics } from "../statistics.ts";
import { LEDGER_CHANNEL, type Store } from "../store.ts";
import { type StoredPassword, writeAdministrator } from "../tables/administrator-table.ts";
import { writeForecastLink } from "../tables/forecast-link-table.ts";
import { writeToken } from "../tables/token-table.ts";
import type { RecordPair } from "../tables/write-row.ts";
import { fromHashedEntry, type NewEntryRow } from "./ledger-row.ts";
import { appendEntries, ledgerHead } from "./ledger-table.ts";
import { WRITERS, writeMany } from "./record-row.ts";

/** The actor, the action and the instant of a change. */
export interface ChangeBy {
  readonly actor: ActorReference;
  readonly now: Instant;
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
  /** How many entries were recorded so far. */
  readonly entries: number;
  /** Appends the pending entries, so that readers of the ledger in this transaction find them. */
  flush(): Promise<void>;
  /** Writes the state and its ledger entry (R26); gives the entry's position. */
  record<S extends Subject>(recorded: RecordChange<S>): Promise<LedgerPosition>;
  /**
   * Records many changes of one subject, each with its own entry, in order; much faster if all of the records are new.
   */
  recordAll<S extends Subject>(all: readonly RecordChange<S>[]): Promise<void>;
  /** Records a new token; the hash of its secret is stored beside it and is not in the ledger. */
  recordToken(
    recorded: Omit<RecordChange<"token">, "subject" | "before" | "after"> & { readonly after: Token },
    secretHash: string,
  ): Promise<LedgerPosition>;
  /** Records an administrator whose password is set; the ledger has that it was set, but not the hash. */
  recordPassword(
    recorded: Omit<RecordChange<"administrator">, "subject">,
    password: StoredPassword,
  ): Promise<LedgerPosition>;
  /** Records a new link to a forecast; the hash of its secret is stored beside it. */
  recordLink(link: ForecastLink, action: string, secretHash: string): Promise<LedgerPosition>;
}

/**
 * Runs one change as one transaction: `work` reads, decides and records. A refusal rolls everything back and is
 * returned (R26); an exception rolls back and is thrown again. When this resolves to a value, the change is committed.
 */
export async function changeStore<Value, Reason extends Refusal>(
  store: Store,
  by: ChangeBy,
  work: (change: Change) => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason>> {
  let entries = 0;
  try {
    const committed = await store.database
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (transaction) => {
        const change = await beginChange(transaction, by);
        const result = await work(change);
        if (!result.ok) throw new RefusalError(result);
        entries = await change.finish();
        return result;
      });
    await renewStatistics(store, entries);
    return committed;
  } catch (error) {
    if (error instanceof RefusalError) return error.result as Result<Value, Reason>;
    throw error;
  }
}

/**
 * Runs one change as {@link changeStore} does, and rolls it back, whatever comes of it: gives what the change would have
 * given.
 */
export async function rehearseChange<Value, Reason extends Refusal>(
  store: Store,
  by: ChangeBy,
  work: (change: Change) => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason>> {
  try {
    return await store.database
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (transaction) => {
        throw new Rehearsed(await work(await beginChange(transaction, by)));
      });
  } catch (error) {
    if (error instanceof Rehearsed) return error.result as Result<Value, Reason>;
    throw error;
  }
}

/** Carries what a rehearsed change gave out of the transaction, which rolls back on the way. */
class Rehearsed extends Error {
  readonly result: Result<unknown, Refusal>;

  constructor(result: Result<unknown, Refusal>) {
    super("rehearsed");
    this.result = result;
  }
}

/** Carries a refusal out of the transaction, which rolls back on the way. */
class RefusalError extends Error {
  readonly result: Result<never, Refusal>;

  constructor(result: Result<never, Refusal>) {
    super(result.ok ? "" : result.error.code);
    this.result = result;
  }
}

async function beginChange(transaction: Database, by: ChangeBy): Promise<RunningChange> {
  await lockForTransaction(transaction, LEDGER_LOCK);
  return new RunningChange(transaction, by, await ledgerHead(transaction));
}

/** The most pending entries: one statement appends them all, when there are this many or the change ends. */
const MAX_PENDING = 500;

class RunningChange implements Change {
  readonly at: Instant;
  readonly database: Database;
  readonly #actor: ActorReference;
  readonly #first: number;
  #last: LedgerPosition;
  #pending: NewEntryRow[] = [];

  constructor(database: Database, { actor, now }: ChangeBy, head: LedgerHead) {
    this.at = now > head.at ? now : head.at;
    this.database = database;
    this.#actor = toActorReference(actor);
    this.#first = head.sequence + 1;
    this.#last = head;
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
    for (const recorded of all) await this.#append(recorded);
  }

  async recordToken(recorded: Parameters<Change["recordToken"]>[0], secretHash: string) {
    const token = { ...recorded, subject: "token", before: null } as const;
    await writeToken(this.database, token, secretHash);
    return this.#append(token);
  }

  async recordPassword(recorded: Parameters<Change["recordPassword"]>[0], password: StoredPassword) {
    const administrator = { ...recorded, subject: "administrator" } as const;
    await writeAdministrator(this.database, administrator, password);
    return this.#append(administrator);
  }

  async recordLink(link: ForecastLink, action: string, secretHash: string) {
    const { id } = link;
    const recorded = { subject: "forecast_link", id, action, before: null, after: link } as const;
    await writeForecastLink(this.database, recorded, secretHash);
    return this.#append(recorded);
  }

  async #append<S extends Subject>(recorded: RecordChange<S>) {
    const { subject, id, action, before, after } = recorded;
    const entry = {
      sequence: this.#last.sequence + 1,
      change: this.#first,
      at: this.at,
      actor: this.#actor,
      action,
      subject,
      id,
      organizationId: organizationIdOf(recorded),
      before: before === null ? null : encodeRecord(subject, before),
      after: after === null ? null : encodeRecord(subject, after),
      previousHash: this.#last.hash,
    };
    this.#last = { sequence: entry.sequence, hash: hashEntry(entry) };
    this.#pending.push(fromHashedEntry(entry, this.#last.hash));
    if (this.#pending.length >= MAX_PENDING) await this.flush();
    return this.#last;
  }

  get entries(): number {
    return this.#last.sequence - this.#first + 1;
  }

  async flush() {
    await appendEntries(this.database, this.#pending);
    this.#pending = [];
  }

  /**
   * Appends the pending entries and announces the change; the announcement is sent with the commit. Gives the number of
   * entries.
   */
  async finish(): Promise<number> {
    const { entries } = this;
    if (entries === 0) return 0;
    await this.flush();
    await sql`select pg_notify(${LEDGER_CHANNEL}, ${String(this.#last.sequence)})`.execute(this.database);
    return entries;
  }
}

function expectOwnId<S extends Subject>({ id, after }: RecordChange<S>): void {
  if (after && "id" in after && after.id !== id) throw new Error(`${after.id} is recorded as ${id}`);
}
