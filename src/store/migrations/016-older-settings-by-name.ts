import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Whose settings are of before (R24) are few, and fewer every day: their list is read without passing by all others. */
export async function indexOlderSettingsByName(database: Database): Promise<void> {
  await sql`
    create index organizations_with_older_settings on organizations (name_key, id) where legacy_frequency is not null
  `.execute(database);
}
