import { sql } from "kysely";
import { hashEntry } from "../../ledger/hash.ts";
import type { Segment, StoredEntry } from "../archive/segment.ts";
import type { Database } from "../database.ts";
import { toHashedEntry } from "../ledger/ledger-row.ts";
import type { Finding } from "./finding.ts";

/** Compares the entries of a segment that the database still has with those of the archive. */
export async function judgeKept(
  database: Database,
  { firstSequence, lastSequence }: Segment,
  entries: readonly StoredEntry[],
): Promise<readonly Finding[]> {
  const kept = await database
    .selectFrom("ledger_entries")
    .selectAll()
    .where("sequence", ">=", firstSequence)
    .where("sequence", "<=", lastSequence)
    .orderBy("sequence")
    .execute();
  const hashes = new Map(entries.map(({ sequence, hash }) => [sequence, hash]));
  const isSame = (row: StoredEntry) => {
    const archived = hashes.get(row.sequence);
    // Those that an earlier check has read are not among the entries.
    return archived === undefined || (archived === row.hash && hashEntry(toHashedEntry(row)) === row.hash);
  };
  return kept.filter((row) => !isSame(row)).map(differs);
}

function differs({ sequence, subject, subject_id: id }: StoredEntry): Finding {
  const message = `Entry ${sequence} in the database is not the archived one.`;
  return { code: "entry_changed", sequence, subject, id, message };
}

/** The last entries about one subject in a segment. */
interface LastAbout {
  readonly subject: string;
  readonly id: string;
  readonly last: number;
  /** The last one with a digest of its credential, or null. */
  readonly credential: number | null;
}

/**
 * Finds subjects whose last archived entry, or the last of those with a digest of its credential, the database does not have
 * any more: without it, nobody would miss their state.
 */
export async function findMissing(
  database: Database,
  entries: readonly StoredEntry[],
  through: number,
): Promise<readonly Finding[]> {
  const given = JSON.stringify([...lastAboutEach(entries).values()]);
  const { rows } = await sql<LastAbout>`
    select subject, id, last from jsonb_to_recordset(${given}::jsonb)
      as given (subject text, id text, last bigint, credential bigint)
    where not exists (
        select from ledger_entries where ledger_entries.subject = given.subject and subject_id = id
          and sequence between last and ${through})
      or credential is not null and not exists (
        select from ledger_entries where ledger_entries.subject = given.subject and subject_id = id
          and sequence between credential and ${through} and after ->> 'credential' is not null)
    order by last`.execute(database);
  return rows.map(({ subject, id, last: sequence }) => {
    const message = `The database has no last entry about ${subject} ${id} any more, although entry ${sequence} is in the archive.`;
    return { code: "entry_missing", sequence, subject, id, message };
  });
}

function lastAboutEach(entries: readonly StoredEntry[]): ReadonlyMap<string, LastAbout> {
  const found = new Map<string, LastAbout>();
  for (const { subject, subject_id: id, sequence, after } of entries) {
    const key = `${subject} ${id}`;
    const has = typeof after === "object" && after !== null && "credential" in after;
    const credential = has ? sequence : (found.get(key)?.credential ?? null);
    found.set(key, { subject, id, last: sequence, credential });
  }
  return found;
}
