import { sql } from "kysely";
import type { SubjectReference } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import type { LastChange } from "./last-change.ts";

/** An entry about one record. */
export interface RecordEntry extends LastChange, SubjectReference {
  /** The sequence of the entry that it undoes, or null. */
  readonly undoes: number | null;
}

/** How a record came to be as it is now. */
interface StandingEntry {
  readonly newest: RecordEntry;
  /**
   * The entries after which the record was as it is now, the newest first: the newest entry and, as long as one of them
   * undoes another, the one before that other. Not complete once the older ones are archived.
   */
  readonly standing: readonly RecordEntry[];
}

/** The standing entries of each of these records; left out are records without an entry. */
export async function findStandingEntries(
  database: Database,
  about: readonly SubjectReference[],
): Promise<readonly StandingEntry[]> {
  const newest = await findNewest(database, about.map(toSearch));
  const standing = new Map(newest.map((entry) => [keyOf(entry), [entry]]));
  let found = newest;
  while (found.length > 0) {
    // What an undo leaves is the record as it was before the undone entry.
    const before = found.flatMap(({ subject, id, undoes }) =>
      undoes === null ? [] : [{ subject, id, before: undoes }],
    );
    found = before.length === 0 ? [] : await findNewest(database, before);
    for (const entry of found) standing.get(keyOf(entry))?.push(entry);
  }
  return newest.map((entry) => ({ newest: entry, standing: standing.get(keyOf(entry)) ?? [] }));
}

/** A record, and the sequence before which its newest entry is looked for. */
interface Search extends SubjectReference {
  readonly before: number;
}

function toSearch({ subject, id }: SubjectReference): Search {
  return { subject, id, before: Number.MAX_SAFE_INTEGER };
}

function keyOf({ subject, id }: SubjectReference): string {
  return `${subject} ${id}`;
}

/** The newest entry about each of these records before a sequence; each is one lookup in an index. */
async function findNewest(database: Database, searched: readonly Search[]): Promise<readonly RecordEntry[]> {
  const subjects = searched.map(({ subject }) => subject);
  const ids = searched.map(({ id }) => id);
  const ends = searched.map(({ before }) => before);
  const { rows } = await sql<RecordEntry>`
    select newest.subject, newest.subject_id as id, newest.sequence, newest.hash, newest.at, newest.actor, newest.undoes
    from unnest(${subjects}::text[], ${ids}::text[], ${ends}::bigint[]) as about (subject, id, ends)
    cross join lateral (
      select * from ledger_entries
      where ledger_entries.subject = about.subject and ledger_entries.subject_id = about.id and sequence < about.ends
      order by sequence desc limit 1
    ) as newest`.execute(database);
  return rows;
}
