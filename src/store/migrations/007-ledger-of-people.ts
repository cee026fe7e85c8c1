import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * An index of the entries about administrators and tokens, which are few: a partner reads those of its own level and
 * below.
 */
export async function createLedgerOfPeople(database: Database): Promise<void> {
  await sql`
    create index ledger_of_people on ledger (sequence) where subject in ('administrator', 'token')`.execute(
    database,
  );
}
