import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import type { LedgerPosition } from "../../ledger/entry.ts";
import { err, type Refusal, type Result, refuse } from "../../result.ts";
import { LEDGER_LOCK, lockForTransaction } from "../locks.ts";
import type { Store } from "../store.ts";
import { findPosition } from "./ledger-table.ts";

/** How long a database that went away in a commit is asked what became of it. */
const PATIENCE_MS = 5_000;
const RETRY_MS = 250;

/** What became of a commit that was not answered. */
type CommitOutcome = "committed" | "rolled_back" | "unknown";

/**
 * Finds out whether a change whose last entry has this position was committed, after the connection was lost. The
 * transaction holds the ledger's lock until it is over one way or the other; after that the ledger has the entry, or never
 * will. Gives `unknown` if the database does not answer for some seconds. Never rejects.
 */
async function findCommitOutcome(
  { database }: Store,
  { sequence, hash }: LedgerPosition,
): Promise<CommitOutcome> {
  const until = performance.now() + PATIENCE_MS;
  const look = async (): Promise<CommitOutcome> =>
    database.transaction().execute(async (transaction) => {
      await sql`set local lock_timeout = ${sql.lit(PATIENCE_MS)}`.execute(transaction);
      await lockForTransaction(transaction, LEDGER_LOCK);
      const found = await findPosition(transaction, sequence);
      return found?.hash === hash ? "committed" : "rolled_back";
    });
  for (;;) {
    const outcome = await look().catch(() => "unknown" as const);
    if (outcome !== "unknown" || performance.now() >= until) return outcome;
    await pause(RETRY_MS);
  }
}

const OUTCOME_UNKNOWN: Refusal<"outcome_unknown"> = refuse(
  "outcome_unknown",
  "The connection to the database was lost while the change was being saved: it was made, or it was not. Look in the audit, or send the call again with the same Idempotency-Key.",
);

/** A change that is decided and recorded, and about to be committed. */
export interface FinishedChange<Value, Reason extends Refusal> {
  readonly result: Result<Value, Reason>;
  readonly last: LedgerPosition;
  readonly entries: number;
}

/** What a change gives whose transaction failed: the error is thrown again if nothing was changed. */
export async function afterLostCommit<Value, Reason extends Refusal>(
  store: Store,
  finished: FinishedChange<Value, Reason> | null,
  error: unknown,
): Promise<Result<Value, Reason | Refusal<"outcome_unknown">>> {
  if (!finished || finished.entries === 0) throw error;
  switch (await findCommitOutcome(store, finished.last)) {
    case "committed":
      return finished.result;
    case "rolled_back":
      throw error;
    case "unknown":
      return err(OUTCOME_UNKNOWN);
  }
}
