import type { LedgerEntry } from "../../ledger/entry.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import { entriesAfter } from "../../store/ledger/ledger-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { recordSettings } from "../organizations/organization-settings.ts";
import { perform } from "../perform.ts";
import { isExactUndo } from "./exactness.ts";
import type { PlannedUndo } from "./plan-undo.ts";

/** The entries that an undo made. */
interface MadeUndo {
  /** The sequence of the first of them. */
  readonly sequence: number;
  readonly entries: number;
}

/**
 * Undoes entries by the ordinary commands, with the actor's own rights; each new entry names the one that it undoes.
 * Refuses as the commands do, and if not exactly that is restored which was there before.
 */
export async function performUndo(
  change: Change,
  actor: Actor,
  { undone, plan }: { readonly undone: readonly LedgerEntry[]; readonly plan: PlannedUndo },
): Promise<Result<MadeUndo, Refusal>> {
  change.undoing(undone);
  await recordSettings(change, plan.settings);
  for (const command of plan.commands) {
    const done = await perform(change, actor, command);
    if (!done.ok) return err(done.error);
  }
  await change.flush();
  const { first: sequence, entries, database } = change;
  const made = await entriesAfter(database, sequence - 1, Math.max(1, entries));
  const exact = isExactUndo(undone, made);
  return exact.ok ? ok({ sequence, entries }) : exact;
}
