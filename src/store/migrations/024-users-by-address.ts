import { sql } from "kysely";
import type { Database } from "../database.ts";

/** An index by which an import finds the users that an organization has already, by their addresses. */
export async function indexUsersByAddress(database: Database): Promise<void> {
  await sql`create index users_by_address on users (organization_id, lower(email collate "C"))`.execute(
    database,
  );
}
