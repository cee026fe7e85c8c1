import { type Selectable, sql } from "kysely";
import type { LedgerEntry, LedgerHead, LedgerPosition, LedgerSource } from "../../ledger/entry.ts";
import { LEDGER_START } from "../../ledger/hash.ts";
import type { SubjectReference } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import { insertMany } from "../tables/insert-many.ts";
import { type LedgerRow, type NewEntryRow, toLedgerEntry } from "./ledger-row.ts";

export async function ledgerHead(database: Database): Promise<LedgerHead> {
  return database.selectFrom("ledger_head").select(["sequence", "hash", "at"]).executeTakeFirstOrThrow();
}

/** The position of the entry with this sequence, or null if the ledger has none; 0 is before the first. */
export async function findPosition(database: Database, sequence: number): Promise<LedgerPosition | null> {
  if (sequence === LEDGER_START.sequence) return LEDGER_START;
  const query = database.selectFrom("ledger").select(["sequence", "hash"]).where("sequence", "=", sequence);
  return (await query.executeTakeFirst()) ?? null;
}

/** Appends entries to the ledger; `at` is the instant of the last one. Only under the ledger's lock. */
export async function appendEntries(database: Database, entries: readonly NewEntryRow[]): Promise<void> {
  const last = entries.at(-1);
  if (!last) return;
  await insertMany(database, "ledger", entries);
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

/** The ledger of a database as a source that can be followed. */
export function ledgerSource(database: Database): LedgerSource {
  return { entriesAfter: (position, max) => entriesFollowing(database, position, max) };
}

/** Entries after a position, which is read in the same statement, or null if the ledger does not have it. */
async function entriesFollowing(
  database: Database,
  { sequence, hash }: LedgerPosition,
  max: number,
): Promise<readonly LedgerEntry[] | null> {
  if (sequence === LEDGER_START.sequence) return entriesAfter(database, sequence, max);
  const [known, ...after] = await selectAfter(database, sequence - 1, max + 1);
  return known?.sequence === sequence && known.hash === hash ? after.map(toLedgerEntry) : null;
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

/** Every entry about these, in ledger order, up to and including the sequence `until` (undefined for the end). */
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
