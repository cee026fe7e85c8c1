import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The keys with which a server signs what it says to updaters, by purpose. A retired key keeps its public half only. For
 * each purpose at most one private half is stored at a time.
 */
export async function createUpdaterKeys(database: Database): Promise<void> {
  await sql`
    create table updater_keys (
      purpose text not null,
      id text not null,
      public_key text not null,
      private_key text,
      created_at timestamptz not null,
      retired_at timestamptz,
      primary key (purpose, id),
      check (private_key is null or retired_at is null)
    )`.execute(database);
  await sql`
    create unique index updater_keys_one_private on updater_keys (purpose)
    where private_key is not null`.execute(database);
}
