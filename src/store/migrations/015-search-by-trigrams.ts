import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * An index for searching parts of names among a million organizations. The extension comes with PostgreSQL, and the
 * owner of a database may add it; if it is missing or not allowed, the search gives the same results, but slower. The
 * extension may be in any schema. Harmless where the index is there.
 */
export async function indexNamesByTrigrams(database: Database): Promise<void> {
  await sql`
    do $$
    declare
      place text;
    begin
      create extension if not exists pg_trgm;
      select quote_ident(nspname) into place
      from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pg_trgm';
      execute 'create index if not exists organizations_by_part_of_name on organizations using gin (name_key '
        || place || '.gin_trgm_ops)';
    exception
      when insufficient_privilege or undefined_file or undefined_object or feature_not_supported
        or invalid_parameter_value or invalid_schema_name then
        raise notice 'no index for searching organizations: %', sqlerrm;
    end
    $$`.execute(database);
}
