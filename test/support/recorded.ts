import type { Instant } from "../../src/instant.ts";
import type { LedgerPosition } from "../../src/ledger/entry.ts";
import type { Subject } from "../../src/ledger/subject.ts";
import { ok } from "../../src/result.ts";
import { type Change, changeStore } from "../../src/store/ledger/change.ts";
import type { RecordChange } from "../../src/store/ledger/record-change.ts";
import type { Store } from "../../src/store/store.ts";
import { at, VENDOR } from "./records.ts";

/** Makes one change as the vendor; gives the value of `work`. */
export async function change<Value>(
  store: Store,
  work: (change: Change) => Promise<Value>,
  now: Instant = at("2026-01-01"),
): Promise<Value> {
  const result = await changeStore(store, { actor: VENDOR, now }, async (one) => ok(await work(one)));
  if (!result.ok) throw new Error("a change that nothing refuses was refused");
  return result.value;
}

type Part = { [S in Subject]: Omit<RecordChange<S>, "action"> & { readonly action?: string } }[Subject];

/** Makes one change of these parts, in order; gives the position of the last one in the ledger. */
export function recordAll(store: Store, parts: readonly Part[], now?: Instant): Promise<LedgerPosition> {
  const work = async (one: Change) => {
    let last: LedgerPosition = { sequence: 0, hash: "" };
    for (const part of parts) last = await one.record({ action: "test", ...part } as RecordChange<Subject>);
    return last;
  };
  return change(store, work, now);
}
