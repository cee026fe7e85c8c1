import type { ImportReport } from "../../contract/bulk-data.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { howToDraft } from "../../store/ledger/draft.ts";
import { change } from "../change.ts";
import type { Context } from "../context.ts";
import { type AppliedLines, applyDraft, LINES_REFUSED } from "./apply-draft.ts";
import { appliedReport, type ImportFindings, newFindings, toReport } from "./import-findings.ts";
import type { ImportKind } from "./import-kind.ts";
import { LineBatches } from "./line-batches.ts";
import { type AskedImport, isRefused, type Pass, passOver } from "./pass-over.ts";

/** The outcome of an import: the report, and the refusal if bad lines kept all from being applied, else null. */
export interface ImportOutcome {
  readonly report: ImportReport;
  readonly refusal: Refusal | null;
}

/**
 * Checks every line without a lock, then decides and records them all again in one transaction (R26): all or nothing,
 * or with `skipBadLines` the good ones. New records are drafted: the ledger's lock is held only while their entries are
 * appended. Lines that change what is there, and drafts that others overtook, are applied under the lock from the first
 * to the last. Of a long file nothing is kept in memory but the keys of what its lines are about.
 */
export async function runImport<Line, Ready>(
  kind: ImportKind<Line, Ready>,
  asked: AskedImport,
  context: Context,
): Promise<Result<ImportOutcome, Refusal>> {
  const { dryRun } = asked;
  const { quotas } = context.config;
  const { database } = context.store;
  const batches = new LineBatches(asked.read, kind.shape);
  const pass = { kind, asked, quotas, batches, step: "check", database, at: context.now() } as const;
  const drafted = await howToDraft(context.store);
  let drafting = drafted && kind.drafting && { ...kind.drafting, drafted };
  const checked = await passOver(pass, async (ready) => {
    if (!ready.every((one) => drafting?.mayDraft(one))) drafting = null;
    if (!dryRun) await drafting?.prepare(database, ready);
  });
  if (dryRun) return ok({ report: toReport(checked.found, 0, true), refusal: null });
  if (isRefused(checked.found, asked)) return refused(checked.found);
  const byDraft = drafting && (await applyDraft(pass, drafting, context));
  const { found, applied } = byDraft ?? (await applyUnderLock(pass, context));
  if (applied.ok) return ok({ report: applied.value, refusal: null });
  return applied.error === LINES_REFUSED ? refused(found) : applied;
}

/** Judges and records every line while no other change is made. */
async function applyUnderLock<Line, Ready>(pass: Pass<Line, Ready>, context: Context): Promise<AppliedLines> {
  let found = newFindings();
  const applied = await change(context, pass.asked.actor, async (transaction) => {
    const { database, at } = transaction;
    const record = (ready: readonly Ready[]) => pass.kind.record(transaction, ready);
    ({ found } = await passOver({ ...pass, step: "apply", database, at }, record));
    return isRefused(found, pass.asked) ? err(LINES_REFUSED) : ok(appliedReport(found));
  });
  return { found, applied };
}

function refused(found: ImportFindings): Result<ImportOutcome, never> {
  const { badLines, lines } = found;
  const message = `${badLines} of ${lines} lines are bad, so nothing was applied; correct them, or apply the others with skipBadLines=true.`;
  return ok({ report: toReport(found, 0, false), refusal: refuse("lines_refused", message) });
}
