import { sql } from "kysely";
import type { Database } from "../database.ts";

/** The ETags of stored answers, so that a replay has the ETag of the first answer, too. */
export async function addAnsweredTags(database: Database): Promise<void> {
  await sql`alter table answered_calls add column etag text`.execute(database);
}
