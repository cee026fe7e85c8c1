import { sql } from "kysely";
import type { Database } from "./database.ts";

/** Advisory locks of this program, by number: the one of every change, and the one of migrations. */
export const LEDGER_LOCK = 7_251_001;
export const MIGRATION_LOCK = 7_251_002;

/** Waits for the lock and keeps it until the transaction ends. */
export async function lockForTransaction(transaction: Database, lock: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(lock)})`.execute(transaction);
}
