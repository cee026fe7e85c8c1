import { sql } from "kysely";
import type { Database } from "./database.ts";

/** Whether the database takes no changes: it is a standby, or was told to take none. */
export async function isReadOnly(database: Database): Promise<boolean> {
  const { rows } = await sql<{ isReadOnly: boolean }>`
    select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as "isReadOnly"`.execute(
    database,
  );
  return rows[0]?.isReadOnly ?? false;
}
