import type { LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import type { Store } from "../store.ts";
import type { Finding } from "./finding.ts";
import { verifyChain } from "./verify-chain.ts";
import { verifyState } from "./verify-state.ts";

/** The result of a check of the whole ledger, without findings if all is well. */
export interface Verification {
  readonly findings: readonly Finding[];
  /** The number of entries. */
  readonly count: number;
  readonly head: LedgerHead;
}

/**
 * Checks the ledger and the state beside it, in batches and on one snapshot. `expected` is a head noted earlier,
 * outside the database: with it, even a ledger that was rewritten with all its hashes is found.
 */
export function verifyLedger(
  store: Store,
  { expected }: { readonly expected?: LedgerPosition | undefined } = {},
): Promise<Verification> {
  return store.database
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (transaction) => {
      const { findings, count, last } = await verifyChain(transaction, expected ?? null);
      return { findings: [...findings, ...(await verifyState(transaction))], count, head: last };
    });
}
