import type { LedgerEntry } from "../../ledger/entry.ts";
import { contentOf } from "../../ledger/record-content.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import { NOT_EXACT, REACHES_FURTHER } from "./undo-refusals.ts";

/**
 * Whether new entries restore what was before some others, and change nothing else. Refuses `undo_not_exact` and
 * `undo_reaches_further`.
 */
export function isExactUndo(
  undone: readonly LedgerEntry[],
  made: readonly LedgerEntry[],
): Result<true, Refusal> {
  const before = new Map<string, string>();
  for (const entry of undone)
    if (!before.has(keyOf(entry))) before.set(keyOf(entry), contentOf(entry, "before"));
  const after = new Map(made.map((entry) => [keyOf(entry), contentOf(entry, "after")]));
  for (const key of after.keys()) if (!before.has(key)) return err(REACHES_FURTHER);
  for (const [key, content] of before) if (after.get(key) !== content) return err(NOT_EXACT);
  return ok(true);
}

function keyOf({ subject, id }: LedgerEntry): string {
  return `${subject} ${id}`;
}
