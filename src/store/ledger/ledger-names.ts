import { sql } from "kysely";
import { describeSubject, SUBJECTS } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "../tables/name-page.ts";

/** The subjects with a name, or for a release its version; and the fields that hold it. */
const NAMED = SUBJECTS.filter((subject) => describeSubject(subject).namedBy !== null);
const NAME_FIELDS = [...new Set(NAMED.flatMap((subject) => describeSubject(subject).namedBy ?? []))];

/**
 * The names of partners, organizations, users and releases by their ids, as the ledger has them last, also of those
 * that were removed. Other ids are left out.
 */
export async function findNames(
  database: Database,
  ids: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (ids.length === 0) return {};
  const { rows } = await sql<{ id: string; name: string | null }>`
    select distinct on (subject_id) subject_id as id,
      coalesce(${nameIn("after")}, ${nameIn("before")}) as name
    from ledger
    where ${idIsOneOf(NAMED, "subject")} and ${idIsOneOf(ids, "subject_id")}
    order by subject_id, sequence desc`.execute(database);
  return Object.fromEntries(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])));
}

function nameIn(record: "before" | "after") {
  return sql`coalesce(${sql.join(NAME_FIELDS.map((field) => sql`${sql.ref(record)} ->> ${sql.lit(field)}`))})`;
}
