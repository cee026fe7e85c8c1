import { sql } from "kysely";
import type { LedgerEntry, LedgerHead, LedgerPosition, LedgerSource } from "../../ledger/entry.ts";
import { LEDGER_START } from "../../ledger/hash.ts";
import type { SubjectReference } from "../../ledger/subject.ts";
import { archivedAbout, archivedAfter } from "../archive/archived-entries.ts";
import type { StoredEntry } from "../archive/segment.ts";
import type { Database } from "../database.ts";
import { insertMany } from "../tables/insert-many.ts";
import { type NewEntryRow, toLedgerEntry } from "./ledger-row.ts";

export async function ledgerHead(database: Database): Promise<LedgerHead> {
  return database.selectFrom("ledger_head").select(["sequence", "hash", "at"]).executeTakeFirstOrThrow();
}

/** The position of the entry with this sequence, or null if the ledger has none; 0 is before the first. */
export async function findPosition(database: Database, sequence: number): Promise<LedgerPosition | null> {
  if (sequence === LEDGER_START.sequence) return LEDGER_START;
  const query = database
    .selectFrom("ledger_entries")
    .select(["sequence", "hash"])
    .where("sequence", "=", sequence);
  const found = await query.executeTakeFirst();
  if (found) return found;
  const [archived] = await archivedAfter(database, sequence - 1, 1);
  return archived?.sequence === sequence ? { sequence, hash: archived.hash } : null;
}

/** Appends entries to the ledger; `at` is the instant of the last one. Only under the ledger's lock. */
export async function appendEntries(database: Database, entries: readonly NewEntryRow[]): Promise<void> {
  const last = entries.at(-1);
  if (!last) return;
  await insertMany(database, "ledger_entries", entries);
  const { sequence, hash, at } = last;
  await database.updateTable("ledger_head").set({ sequence, hash, at }).execute();
}

/** Entries in ledger order, after this sequence: what a follower reads. Fewer than `max` only at the ledger's end. */
export async function entriesAfter(
  database: Database,
  sequence: number,
  max: number,
): Promise<readonly LedgerEntry[]> {
  const rows = await storedAfter(database, sequence, max);
  return rows.map(toLedgerEntry);
}

/** The ledger of a database, with its archive, as a source that can be followed. */
export function ledgerSource(database: Database): LedgerSource {
  return { entriesAfter: (position, max) => entriesFollowing(database, position, max) };
}

/** Entries after a position, which is read along with them, or null if the ledger does not have it. */
async function entriesFollowing(
  database: Database,
  { sequence, hash }: LedgerPosition,
  max: number,
): Promise<readonly LedgerEntry[] | null> {
  if (sequence === LEDGER_START.sequence) return entriesAfter(database, sequence, max);
  const [known, ...after] = await storedAfter(database, sequence - 1, max + 1);
  return known?.sequence === sequence && known.hash === hash ? after.map(toLedgerEntry) : null;
}

/**
 * Entries in ledger order, after this sequence, from the database and, as far as it has them no more, from the archive. An
 * archive that goes on meanwhile takes entries away only after it has them, so what is missing here is looked for there.
 */
async function storedAfter(database: Database, sequence: number, max: number): Promise<StoredEntry[]> {
  const read: StoredEntry[] = [];
  for (;;) {
    const last = read.at(-1)?.sequence ?? sequence;
    const left = max - read.length;
    const rows = await selectAfter(database, last, left);
    const isWhole = rows.every((row, place) => row.sequence === last + 1 + place);
    const archived = isWhole ? [] : await archivedAfter(database, last, left);
    if (archived.length === 0) return [...read, ...rows];
    read.push(...archived);
    if (read.length >= max) return read;
  }
}

/** The entries that the database itself has, after this sequence: of those that are archived, the last of each subject. */
export function selectAfter(database: Database, sequence: number, max: number): Promise<StoredEntry[]> {
  return database
    .selectFrom("ledger_entries")
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
    .selectFrom("ledger_entries")
    .selectAll()
    .where(sql<boolean>`(subject, subject_id) in (select * from unnest(${names}::text[], ${ids}::text[]))`);
  if (until !== undefined) query = query.where("sequence", "<=", until);
  // The database first: what is archived in between is then in both.
  const rows = await query.orderBy("sequence").execute();
  const archived = await archivedAbout(database, subjects, until);
  return [...archived.entries, ...rows.filter((row) => row.sequence > archived.through)].map(toLedgerEntry);
}
