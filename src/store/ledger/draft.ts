import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { LedgerPosition } from "../../ledger/entry.ts";
import type { Subject } from "../../ledger/subject.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import type { Database } from "../database.ts";
import type { Store } from "../store.ts";
import { type EntryOfRecord, expectOwnId, type RecordChange, toEntryOfRecord } from "./record-change.ts";
import { writeMany } from "./record-row.ts";

/** The most entries that are read back, and appended, at once. */
const PART = 1_000;

/**
 * Whether drafts let other changes be made meanwhile: not in an embedded database, which has one connection; and only where
 * the user of the database may make temporary tables.
 */
export async function mayDraft({ kind, database }: Store): Promise<boolean> {
  switch (kind) {
    case "embedded":
      return false;
    case "postgresql": {
      const { rows } = await sql<{ readonly may: boolean }>`
        select has_database_privilege(current_database(), 'TEMPORARY') as may`.execute(database);
      return rows[0]?.may ?? false;
    }
  }
}

/** Consecutive entries of a draft. */
export interface DraftPart {
  /** How many entries of the draft come before. */
  readonly from: number;
  readonly entries: readonly EntryOfRecord[];
}

/**
 * New records that are written in the transaction of a change before it holds the ledger's lock. Nobody sees them before the
 * commit, so other changes are made meanwhile; whether what was decided still holds is judged under the lock. Their entries
 * wait in a temporary table of the transaction: only under the lock is it known where in the ledger they come.
 */
export class Draft {
  readonly #database: Database;
  #count = 0;

  private constructor(database: Database) {
    this.#database = database;
  }

  static async begin(transaction: Database): Promise<Draft> {
    await sql`
      create temporary table drafted_entries (
        place integer primary key, action text not null, subject text not null, id text not null,
        organization_id text, after jsonb not null
      ) on commit drop`.execute(transaction);
    return new Draft(transaction);
  }

  /** Writes many new records of one subject. Throws if one of them is not new. */
  async recordAll<S extends Subject>(all: readonly RecordChange<S>[]): Promise<void> {
    const [first] = all;
    if (!first) return;
    for (const recorded of all) expectNew(recorded);
    await writeMany(this.#database, first.subject, all);
    const rows = all.map((recorded) => {
      const { action, subject, id, organizationId: organization_id, after } = toEntryOfRecord(recorded);
      return { place: ++this.#count, action, subject, id, organization_id, after };
    });
    await sql`
      insert into drafted_entries select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given (place integer, action text, subject text, id text, organization_id text, after jsonb)`.execute(
      this.#database,
    );
  }

  /** The entries in the order in which they were recorded. */
  async *parts(): AsyncGenerator<DraftPart> {
    for (let from = 0; from < this.#count; from += PART) {
      const { rows } = await sql<Omit<EntryOfRecord, "before">>`
        select action, subject, id, organization_id as "organizationId", after from drafted_entries
        where place > ${sql.lit(from)} and place <= ${sql.lit(from + PART)} order by place`.execute(
        this.#database,
      );
      yield { from, entries: rows.map((row) => ({ ...row, before: null })) };
    }
  }
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
  { from, entries }: DraftPart,
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
    from drafted_entries
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
