import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Finds a part of a name among a million organizations without reading them all. The extension comes with PostgreSQL, and the owner
 * of a database may add it; where it is missing or not allowed the search is as right, and slower.
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
