import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { Store } from "./store.ts";

/**
 * Advisory locks of this program, by number: of every change, of migrations, of the keys that sign manifests, of writes
 * about installations, of checkpoints of the fleet, of making the demo world, and of archiving the ledger. A holder of
 * several takes them in this order, except for that of the demo world, under which changes are made.
 */
export const LEDGER_LOCK = 7_251_001;
export const MIGRATION_LOCK = 7_251_002;
export const SIGNING_KEY_LOCK = 7_251_003;
export const CHECK_IN_LOCK = 7_251_004;
export const CHECKPOINT_LOCK = 7_251_005;
export const DEMO_LOCK = 7_251_006;
export const ARCHIVE_LOCK = 7_251_007;

/** Waits for the lock and keeps it until the transaction ends. */
export async function lockForTransaction(transaction: Database, lock: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(lock)})`.execute(transaction);
}

/** Takes the lock and keeps it until the transaction ends; gives false if it is held already. */
export async function tryLockForTransaction(transaction: Database, lock: number): Promise<boolean> {
  const { rows } = await sql<{ isTaken: boolean }>`
    select pg_try_advisory_xact_lock(${sql.lit(lock)}) as "isTaken"`.execute(transaction);
  return rows[0]?.isTaken ?? false;
}

/** Runs work that several servers may begin at once, one after another; an embedded database has only one server. */
export async function oneServerAfterAnother<Value>(
  { kind, database }: Store,
  lock: number,
  work: () => Promise<Value>,
): Promise<Value> {
  if (kind === "embedded") return work();
  return database.transaction().execute(async (transaction) => {
    // This transaction only holds the lock; the work uses other connections.
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
    await lockForTransaction(transaction, lock);
    return work();
  });
}
