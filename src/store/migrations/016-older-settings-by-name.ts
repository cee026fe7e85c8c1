import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Few organizations still have legacy settings (R24); a partial index lists them without scanning the rest. */
export async function indexLegacySettingsByName(database: Database): Promise<void> {
  await sql`
    create index organizations_with_older_settings on organizations (name_key, id) where legacy_frequency is not null
  `.execute(database);
}
