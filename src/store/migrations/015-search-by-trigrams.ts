import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * An index for searching parts of names among a million organizations. The extension comes with PostgreSQL, and the
 * owner of a database may add it; if it is missing or not allowed, the search gives the same results, but slower.
 */
export async function indexNamesByTrigrams(database: Database): Promise<void> {
  await sql`
    do $$
    begin
      create extension if not exists pg_trgm;
      create index organizations_by_part_of_name on organizations using gin (name_key gin_trgm_ops);
    exception
      when insufficient_privilege or undefined_file or feature_not_supported then
        raise notice 'no index for searching organizations: %', sqlerrm;
    end
    $$`.execute(database);
}
