import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Indexes of installations by id, whatever their organization; and of users by the beginnings of the words of their names
 * and addresses, the parts of an address included: `ann`, `berg` and `mail.example` of `ann.berg@mail.example`. The index
 * `users_by_words`, which has no parts of addresses, is for servers of the version before.
 */
export async function indexForTheHelpDesk(database: Database): Promise<void> {
  await sql`create index installations_by_id on installations (installation_id)`.execute(database);
  await sql
    .raw(String.raw`create index users_by_parts on users using gin (array_to_tsvector(array_remove(
      regexp_split_to_array(name_key || ' ' || lower(email) || ' '
        || translate(split_part(lower(email), '@', 1), '.-_+', '    ') || ' '
        || split_part(lower(email), '@', 2), '\s+'), '')))`)
    .execute(database);
}
