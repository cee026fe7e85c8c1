import type { Refusal, Result } from "../result.ts";
import type { Change } from "../store/ledger/change.ts";

/** What a request asks of its one change beside what it says: to be made once, or only to what the caller has seen. */
export interface Guard {
  /** Runs inside the change's transaction, around what decides and records it; a refusal rolls everything back (R26). */
  around<Value>(
    transaction: Change,
    work: () => Promise<Result<Value, Refusal>>,
  ): Promise<Result<Value, Refusal>>;
}

/** One guard around another: a refusal of either rolls everything back. */
export function guardTwice(outer: Guard, inner: Guard): Guard {
  return { around: (transaction, work) => outer.around(transaction, () => inner.around(transaction, work)) };
}
