import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * What a build carries for updaters: the version that its app calls itself, the details of each protocol by name, and the
 * files that belong to it. A server of the previous version writes builds without any, and leaves existing ones as they are.
 */
export async function addWhatBuildsCarry(database: Database): Promise<void> {
  await sql`
    alter table builds
      add column app_version text,
      add column updaters jsonb not null default '{}'::jsonb check (jsonb_typeof(updaters) = 'object'),
      add column companions jsonb not null default '[]'::jsonb check (jsonb_typeof(companions) = 'array')
  `.execute(database);
}
