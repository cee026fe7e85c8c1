import { type SelectQueryBuilder, sql } from "kysely";
import type { Database, Tables } from "../database.ts";
import { fromHashedEntry, toHashedEntry } from "../ledger/ledger-row.ts";
import { fromLine, type StoredEntry } from "./segment.ts";

/** A query of entries of the ledger, wherever they come from. */
export type EntryQuery = SelectQueryBuilder<Tables, "ledger_entries", StoredEntry>;

/** How many archived entries are handed to the database at once. */
const AT_ONCE = 500;

/** The entries that the database itself has, to be narrowed by conditions. */
export function selectStored(database: Database): EntryQuery {
  return database.selectFrom("ledger_entries").selectAll();
}

/**
 * Entries of these lines, in their order, that pass the conditions which `narrow` adds: the database judges them by the same
 * words as its own. At most `max`.
 */
export async function selectArchived(
  database: Database,
  lines: readonly string[],
  narrow: (query: EntryQuery) => EntryQuery,
  max = Number.MAX_SAFE_INTEGER,
): Promise<readonly StoredEntry[]> {
  const found: StoredEntry[] = [];
  for (let begin = 0; begin < lines.length && found.length < max; begin += AT_ONCE) {
    const entries = lines.slice(begin, begin + AT_ONCE).map(fromLine);
    const passing = new Set(await passingOf(database, entries, narrow));
    found.push(...entries.filter(({ sequence }) => passing.has(sequence)));
  }
  return found.slice(0, max);
}

/** The sequences of those that pass, in no order. The entries stand in for the table of the same name. */
async function passingOf(
  database: Database,
  entries: readonly StoredEntry[],
  narrow: (query: EntryQuery) => EntryQuery,
): Promise<readonly number[]> {
  const rows = JSON.stringify(entries.map((entry) => fromHashedEntry(toHashedEntry(entry), entry.hash)));
  const given = sql<StoredEntry>`jsonb_populate_recordset(null::ledger_entries, ${rows}::jsonb)`;
  const query = database
    .with("ledger_entries", (db) => db.selectFrom(given.as("given")).selectAll())
    .selectFrom("ledger_entries")
    .selectAll() as unknown as EntryQuery;
  return (await narrow(query).clearSelect().select("sequence").execute()).map(({ sequence }) => sequence);
}
