import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { LedgerPosition } from "../../ledger/entry.ts";
import { decodeRecord, type Subject, type Subjects } from "../../ledger/subject.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import type { Database } from "../database.ts";
import type { Store } from "../store.ts";
import type { RecordPair } from "../tables/write-row.ts";
import { type EntryOfRecord, expectOwnId, type RecordChange, toEntryOfRecord } from "./record-change.ts";
import { writeMany } from "./record-row.ts";

/** The most entries that are read back, and appended, at once. */
const PART = 1_000;

/**
 * Where the records of a draft are before the ledger's lock is held: in their tables, in a transaction that hides them
 * (`written`); or in the draft alone, outside of any transaction (`kept`).
 */
type Drafted = "written" | "kept";

/**
 * How drafts let other changes be made meanwhile. An embedded database has one connection, which a transaction has for
 * itself, so they are kept. Null where the user of the database may not make temporary tables.
 */
export async function howToDraft({
  kind,
  database,
}: Pick<Store, "kind" | "database">): Promise<Drafted | null> {
  switch (kind) {
    case "embedded":
      return "kept";
    case "postgresql": {
      const { rows } = await sql<{ readonly may: boolean }>`
        select has_database_privilege(current_database(), 'TEMPORARY') as may`.execute(database);
      return rows[0]?.may ? "written" : null;
    }
  }
}

/** An entry of a draft, which is about a new record. */
interface DraftedEntry extends EntryOfRecord {
  readonly subject: Subject;
}

/** Consecutive entries of a draft. */
export interface DraftPart {
  readonly table: string;
  /** How many entries of the draft come before. */
  readonly from: number;
  readonly entries: readonly DraftedEntry[];
}

let draftsBegun = 0;

/**
 * New records that are drafted before their change holds the ledger's lock. Nobody sees them before the commit, so other
 * changes are made meanwhile; whether what was decided still holds is judged under the lock. Their entries wait in a
 * temporary table: only under the lock is it known where in the ledger they come.
 */
export class Draft {
  readonly drafted: Drafted;
  readonly table: string;
  readonly #database: Database;
  #count = 0;

  private constructor(database: Database, drafted: Drafted, table: string) {
    this.#database = database;
    this.drafted = drafted;
    this.table = table;
  }

  /** Begins a draft: one that is `written` in the transaction of its change, one that is `kept` outside of any. */
  static async begin(database: Database, drafted: Drafted): Promise<Draft> {
    const table = `drafted_entries_${++draftsBegun}`;
    await sql`
      create temporary table ${sql.table(table)} (
        place integer primary key, action text not null, subject text not null, id text not null,
        organization_id text, after jsonb not null
      ) ${sql.raw(drafted === "written" ? "on commit drop" : "")}`.execute(database);
    return new Draft(database, drafted, table);
  }

  /** Drafts many new records of one subject. Throws if one of them is not new. */
  async recordAll<S extends Subject>(all: readonly RecordChange<S>[]): Promise<void> {
    const [first] = all;
    if (!first) return;
    for (const recorded of all) expectNew(recorded);
    if (this.drafted === "written") await writeMany(this.#database, first.subject, all);
    const rows = all.map((recorded) => {
      const { action, subject, id, organizationId: organization_id, after } = toEntryOfRecord(recorded);
      return { place: ++this.#count, action, subject, id, organization_id, after };
    });
    await sql`
      insert into ${sql.table(this.table)} select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given (place integer, action text, subject text, id text, organization_id text, after jsonb)`.execute(
      this.#database,
    );
  }

  /** The entries in the order in which they were recorded, read in the transaction of their change. */
  async *parts(transaction: Database): AsyncGenerator<DraftPart> {
    for (let from = 0; from < this.#count; from += PART) {
      const { rows } = await sql<Omit<DraftedEntry, "before">>`
        select action, subject, id, organization_id as "organizationId", after from ${sql.table(this.table)}
        where place > ${sql.lit(from)} and place <= ${sql.lit(from + PART)} order by place`.execute(
        transaction,
      );
      yield { from, table: this.table, entries: rows.map((row) => ({ ...row, before: null })) };
    }
  }

  /** Ends a draft that was kept, whatever became of it; one that was written ends with its transaction. */
  async end(): Promise<void> {
    if (this.drafted === "kept") await sql`drop table ${sql.table(this.table)}`.execute(this.#database);
  }
}

/** Writes the records of a part that was kept to their tables. */
export async function writeKept(transaction: Database, { entries }: DraftPart): Promise<void> {
  for (let from = 0; from < entries.length; ) {
    const { subject } = entries[from] as DraftedEntry;
    const others = entries.findIndex((one, place) => place > from && one.subject !== subject);
    const end = others < 0 ? entries.length : others;
    await writeMany(transaction, subject, entries.slice(from, end).map(toNewRecord));
    from = end;
  }
}

function toNewRecord({ subject, id, after }: DraftedEntry): RecordPair<Subjects[Subject]> {
  return { id, before: null, after: decodeRecord(subject, after) };
}

/** The place of drafted entries in the ledger: after `previous`, with their hashes in order. */
interface Placed {
  readonly previous: LedgerPosition;
  readonly hashes: readonly string[];
  /** The sequence of the first entry of the change. */
  readonly change: number;
  readonly at: Instant;
  readonly actor: ActorReference;
}

/** Appends a part of a draft to the ledger. Only under the ledger's lock. */
export async function appendDrafted(
  database: Database,
  { from, table, entries }: DraftPart,
  { previous, hashes, change, at, actor }: Placed,
): Promise<void> {
  const instant = formatInstant(at);
  // Of each entry that of the one before, and its own after it.
  const chain = [previous.hash, ...hashes];
  await sql`
    insert into ledger_entries (sequence, change, at, actor, action, subject, subject_id, organization_id, after,
      previous_hash, hash)
    select ${previous.sequence}::bigint + place - ${from}::integer, ${change}::bigint, ${instant}::timestamptz,
      ${JSON.stringify(actor)}::jsonb, action, subject, id, organization_id, after,
      (${chain}::text[])[place - ${from}::integer], (${chain}::text[])[place - ${from}::integer + 1]
    from ${sql.table(table)}
    where place > ${from}::integer and place <= ${from + entries.length}::integer order by place`.execute(
    database,
  );
  const sequence = previous.sequence + entries.length;
  const hash = hashes.at(-1) ?? previous.hash;
  await database.updateTable("ledger_head").set({ sequence, hash, at: instant }).execute();
}

function expectNew<S extends Subject>(recorded: RecordChange<S>): void {
  expectOwnId(recorded);
  if (recorded.before === null && recorded.after !== null) return;
  throw new Error(
    `${recorded.subject} ${recorded.id} is not new, and is changed under the ledger's lock alone`,
  );
}
