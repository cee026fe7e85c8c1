import { sql } from "kysely";
import type { Database } from "./database.ts";

/**
 * Advisory locks of this program, by number: of every change, of migrations, of the keys that sign manifests, and of
 * whatever writes about installations. Who takes two of them takes them in this order.
 */
export const LEDGER_LOCK = 7_251_001;
export const MIGRATION_LOCK = 7_251_002;
export const SIGNING_KEY_LOCK = 7_251_003;
export const CHECK_IN_LOCK = 7_251_004;

/** Waits for the lock and keeps it until the transaction ends. */
export async function lockForTransaction(transaction: Database, lock: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(lock)})`.execute(transaction);
}
