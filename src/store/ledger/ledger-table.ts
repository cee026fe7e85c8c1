import { type Selectable, sql } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { LedgerEntry, LedgerHead, LedgerSource } from "../../ledger/entry.ts";
import type { HashedEntry } from "../../ledger/hash.ts";
import { decodeRecord, type Subject, type SubjectReference } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import { insertMany } from "../tables/insert-many.ts";
import type { LedgerRow } from "../tables/rows.ts";

export function toLedgerEntry(row: Selectable<LedgerRow>): LedgerEntry {
  const subject = row.subject as Subject;
  return {
    ...{ sequence: row.sequence, change: row.change, at: row.at, actor: row.actor, action: row.action },
    subject,
    id: row.subject_id,
    organizationId: row.organization_id,
    before: row.before === null ? null : decodeRecord(subject, row.before),
    after: row.after === null ? null : decodeRecord(subject, row.after),
    previousHash: row.previous_hash,
    hash: row.hash,
  } as LedgerEntry;
}

/** The entry without reading its records: for computing its hash again. */
export function toHashedEntry(row: Selectable<LedgerRow>): HashedEntry {
  const {
    subject_id: id,
    organization_id: organizationId,
    previous_hash: previousHash,
    hash: _,
    ...entry
  } = row;
  return { ...entry, id, organizationId, previousHash };
}

/** An entry as it is appended. */
export interface NewEntryRow extends Omit<HashedEntry, "at" | "id" | "organizationId" | "previousHash"> {
  readonly at: string;
  readonly subject_id: string;
  readonly organization_id: string | null;
  readonly previous_hash: string;
  readonly hash: string;
}

export function fromHashedEntry(entry: HashedEntry, hash: string): NewEntryRow {
  const { id, organizationId, previousHash, ...columns } = entry;
  return {
    ...columns,
    at: formatInstant(entry.at),
    subject_id: id,
    organization_id: organizationId,
    previous_hash: previousHash,
    hash,
  };
}

export async function ledgerHead(database: Database): Promise<LedgerHead> {
  return database.selectFrom("ledger_head").select(["sequence", "hash", "at"]).executeTakeFirstOrThrow();
}

const COLUMN_TYPES: { readonly [Column in keyof LedgerRow]: string } = {
  sequence: "bigint",
  change: "bigint",
  at: "timestamptz",
  actor: "jsonb",
  action: "text",
  subject: "text",
  subject_id: "text",
  organization_id: "text",
  before: "jsonb",
  after: "jsonb",
  previous_hash: "text",
  hash: "text",
};

/** Puts entries at the end; `at` is the instant of the last one. Only under the ledger's lock. */
export async function appendEntries(database: Database, entries: readonly NewEntryRow[]): Promise<void> {
  const last = entries.at(-1);
  if (!last) return;
  await insertMany(database, "ledger", COLUMN_TYPES, entries);
  const { sequence, hash, at } = last;
  await database.updateTable("ledger_head").set({ sequence, hash, at }).execute();
}

/** Entries in ledger order, after this sequence: what a follower reads. */
export async function entriesAfter(
  database: Database,
  sequence: number,
  max: number,
): Promise<readonly LedgerEntry[]> {
  const rows = await selectAfter(database, sequence, max);
  return rows.map(toLedgerEntry);
}

/** The ledger of a database, to be followed. */
export function ledgerSource(database: Database): LedgerSource {
  return { entriesAfter: (sequence, max) => entriesAfter(database, sequence, max) };
}

export function selectAfter(
  database: Database,
  sequence: number,
  max: number,
): Promise<Selectable<LedgerRow>[]> {
  return database
    .selectFrom("ledger")
    .selectAll()
    .where("sequence", ">", sequence)
    .orderBy("sequence")
    .limit(max)
    .execute();
}

/** Every entry about these, in ledger order, up to and with the sequence `until` (undefined: to the end). */
export async function entriesAbout(
  database: Database,
  subjects: readonly SubjectReference[],
  until?: number,
): Promise<readonly LedgerEntry[]> {
  const names = subjects.map((one) => one.subject);
  const ids = subjects.map((one) => one.id);
  let query = database
    .selectFrom("ledger")
    .selectAll()
    .where(sql<boolean>`(subject, subject_id) in (select * from unnest(${names}::text[], ${ids}::text[]))`);
  if (until !== undefined) query = query.where("sequence", "<=", until);
  return (await query.orderBy("sequence").execute()).map(toLedgerEntry);
}
