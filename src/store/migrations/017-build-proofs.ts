import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * What a build can be verified by beside its two digests, by the name of each proof. A server of the version before writes
 * builds without any, and leaves those of others as they are.
 */
export async function addBuildProofs(database: Database): Promise<void> {
  await sql`
    alter table builds add column proofs jsonb not null default '{}'::jsonb check (jsonb_typeof(proofs) = 'object')
  `.execute(database);
}
