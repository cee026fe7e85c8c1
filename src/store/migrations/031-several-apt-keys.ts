import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Several keys of apt, too, may sign at a time, so that it is renewed without a break. */
export async function allowSeveralAptKeys(database: Database): Promise<void> {
  await sql`drop index updater_keys_one_private`.execute(database);
}
