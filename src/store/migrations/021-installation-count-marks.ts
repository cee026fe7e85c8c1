import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * A mark of each batch of counts of installations: by it a follower sees whether the database still has what it has read,
 * or went back in time. A server of the previous version writes none, which only leaves its batches unmarked.
 */
export async function createInstallationCountMarks(database: Database): Promise<void> {
  await sql`
    create table installation_count_marks (
      revision bigint primary key,
      mark text not null
    )`.execute(database);
}
