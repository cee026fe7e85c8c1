import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The keys that sign manifests of builds (R22). A retired key keeps its public half only; the private half of a key in
 * an operator's file is never stored. At most one private half is stored at a time.
 */
export async function createSigningKeys(database: Database): Promise<void> {
  await sql`
    create table signing_keys (
      id text primary key check (id ~ '^[0-9a-f]{16}$'),
      public_key text not null,
      private_key text,
      created_at timestamptz not null,
      retired_at timestamptz,
      check (private_key is null or retired_at is null)
    )`.execute(database);
  await sql`
    create unique index signing_keys_one_private on signing_keys ((true))
    where private_key is not null`.execute(database);
}
