import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The proofs of a build beside its two digests, by name. A server of the previous version writes builds without any,
 * and leaves existing ones as they are.
 */
export async function addBuildProofs(database: Database): Promise<void> {
  await sql`
    alter table builds add column proofs jsonb not null default '{}'::jsonb check (jsonb_typeof(proofs) = 'object')
  `.execute(database);
}
