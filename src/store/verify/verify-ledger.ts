import type { LedgerHead, LedgerPosition } from "../../ledger/entry.ts";
import type { Store } from "../store.ts";
import { describeUncovered, type Uncovered } from "./coverage.ts";
import type { Finding } from "./finding.ts";
import { verifyChain } from "./verify-chain.ts";
import { verifyCredentials } from "./verify-credentials.ts";
import { verifyState } from "./verify-state.ts";

/** The result of a check of the whole ledger, without findings if all is well. */
export interface Verification {
  readonly findings: readonly Finding[];
  /** The number of entries. */
  readonly count: number;
  readonly head: LedgerHead;
  /** What the ledger says nothing about, so that no check can find a change in it. */
  readonly uncovered: readonly Uncovered[];
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
      const state = await verifyState(transaction);
      const credentials = await verifyCredentials(transaction);
      return {
        findings: [...findings, ...state, ...credentials.findings],
        count,
        head: last,
        uncovered: await describeUncovered(transaction, credentials.uncovered),
      };
    });
}
