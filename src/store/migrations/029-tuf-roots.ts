import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The roots of TUF that the vendor signed, every version. And for TUF and Omaha several keys sign at a time, while apps
 * in the field still trust an older one.
 */
export async function createTufRoots(database: Database): Promise<void> {
  await sql`
    create table tuf_roots (
      version integer primary key check (version > 0),
      metadata text not null,
      added_at timestamptz not null,
      added_by jsonb not null
    )`.execute(database);
  await sql`drop index updater_keys_one_private`.execute(database);
  await sql`
    create unique index updater_keys_one_private on updater_keys (purpose)
    where private_key is not null and purpose not in ('tuf', 'omaha')`.execute(database);
}
