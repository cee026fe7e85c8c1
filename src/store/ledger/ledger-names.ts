import { sql } from "kysely";
import type { Json, Reference } from "../../ledger/codec.ts";
import { decodeRecord, describeSubject, type Subjects } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";

/** A record that a reference leads to, as the ledger has it last: as it is, or as it was before it was removed. */
export type NamedRecord = {
  [S in Reference["subject"]]: {
    readonly subject: S;
    readonly id: string;
    /** Its name, or for a release its version. */
    readonly name: string;
    readonly record: Subjects[S];
  };
}[Reference["subject"]];

/** The records of these references, also removed ones, each once. References that lead nowhere are left out. */
export async function findNamedRecords(
  database: Database,
  references: readonly Reference[],
): Promise<readonly NamedRecord[]> {
  if (references.length === 0) return [];
  const subjects = references.map(({ subject }) => subject);
  const ids = references.map(({ id }) => id);
  const { rows } = await sql<{ subject: Reference["subject"]; id: string; record: Json }>`
    select distinct on (subject, subject_id) subject, subject_id as id, coalesce(after, before) as record
    from ledger_entries
    where (subject, subject_id) in (select * from unnest(${subjects}::text[], ${ids}::text[]))
    order by subject, subject_id, sequence desc`.execute(database);
  return rows.map(({ subject, id, record }) => {
    const { namedBy } = describeSubject<Reference["subject"]>(subject);
    const name = String((record as Readonly<Record<string, Json>>)[String(namedBy)]);
    return { subject, id, name, record: decodeRecord(subject, record) } as NamedRecord;
  });
}

/** The names of every partner that there ever was, by their ids. */
export async function listPartnerNames(database: Database): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct on (subject_id) subject_id as id, coalesce(after, before) ->> 'name' as name
    from ledger_entries where subject = 'partner' order by subject_id, sequence desc`.execute(database);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
