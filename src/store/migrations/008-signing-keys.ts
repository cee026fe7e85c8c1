import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The keys that manifests of builds are signed with (R22). A key that was rotated away keeps its public half; a key that
 * an operator keeps in a file never has its private half here. At most one private half is here at a time.
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
