import { sql } from "kysely";
import type { Database } from "../database.ts";
import { idIsOneOf } from "../tables/name-page.ts";

/** What has a name that people know it by, a release its version. */
const NAMED = ["partner", "organization", "user", "release"] as const;

/**
 * The names of partners, organizations, users and releases by their ids, as the ledger has them last: also of what is no
 * more. An id that is none of theirs is left out.
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
  const column = sql.ref(record);
  return sql`coalesce(${column} ->> 'name', ${column} ->> 'displayName', ${column} ->> 'version')`;
}
