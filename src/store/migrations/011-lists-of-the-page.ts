import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Indexes of organizations by age, of users by the beginnings of the words of their names and addresses, and of the
 * ledger by action.
 */
export async function createListsOfThePage(database: Database): Promise<void> {
  await sql`create index organizations_by_age on organizations (created_at, id)`.execute(database);
  await sql
    .raw(String.raw`create index users_by_words on users using gin (array_to_tsvector(array_remove(
      regexp_split_to_array(name_key || ' ' || lower(email), '\s+'), '')))`)
    .execute(database);
  await sql`create index ledger_by_action on ledger (action, sequence)`.execute(database);
}
