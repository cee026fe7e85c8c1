import { setImmediate } from "node:timers/promises";
import type { ExistingChoice, ImportReport } from "../../contract/bulk-data.ts";
import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { QuotaNumbers } from "../../tenancy/quota.ts";
import { change } from "../change.ts";
import type { Context } from "../context.ts";
import { applicableOf, type ImportFindings, newFindings, note, toReport } from "./import-findings.ts";
import type { ImportKind } from "./import-kind.ts";
import { LineJudge } from "./judge-lines.ts";
import { LineBatches } from "./line-batches.ts";
import type { RawLine } from "./raw-line.ts";

/** The progress of an import: every line is checked first, then applied. */
export interface Progress {
  readonly line: number;
  readonly step: "check" | "apply";
}

export interface AskedImport {
  readonly actor: Actor;
  /** Reads the lines of the file from its beginning; called for each pass over a file that is long. */
  readonly read: () => AsyncGenerator<RawLine>;
  readonly dryRun: boolean;
  readonly skipBadLines: boolean;
  /** What becomes of lines about what is there already. */
  readonly existing: ExistingChoice;
  readonly onProgress: (progress: Progress) => void;
}

/** The outcome of an import: the report, and the refusal if bad lines kept all from being applied, else null. */
export interface ImportOutcome {
  readonly report: ImportReport;
  readonly refusal: Refusal | null;
}

/**
 * Checks every line without a lock, then decides and records them all again in one transaction (R26): all or nothing,
 * or with `skipBadLines` the good ones. Of a long file nothing is kept in memory but the keys of what its lines are about.
 */
export async function runImport<Line, Ready>(
  kind: ImportKind<Line, Ready>,
  asked: AskedImport,
  context: Context,
): Promise<Result<ImportOutcome, Refusal>> {
  const { actor, dryRun } = asked;
  const { quotas } = context.config;
  const { database } = context.store;
  const batches = new LineBatches(asked.read, kind.shape);
  const pass = { kind, asked, quotas, batches, step: "check", database, at: context.now() } as const;
  const checked = await passOver(pass, async () => undefined);
  if (dryRun) return ok({ report: toReport(checked, 0, true), refusal: null });
  if (isRefused(checked, asked)) return refused(checked);
  let again = checked;
  const applied = await change(context, actor, async (transaction) => {
    const { database, at } = transaction;
    again = await passOver({ ...pass, step: "apply", database, at }, (ready) =>
      kind.record(transaction, ready),
    );
    if (isRefused(again, asked)) return err(LINES_REFUSED);
    return ok(toReport(again, applicableOf(again), false));
  });
  if (applied.ok) return ok({ report: applied.value, refusal: null });
  return applied.error === LINES_REFUSED ? refused(again) : applied;
}

const LINES_REFUSED = refuse("lines_refused", "Some lines are bad; correct them.");

function isRefused({ badLines, isCutOff }: ImportFindings, { skipBadLines }: AskedImport): boolean {
  return isCutOff || (badLines > 0 && !skipBadLines);
}

function refused(found: ImportFindings): Result<ImportOutcome, never> {
  const { badLines, lines } = found;
  const message = `${badLines} of ${lines} lines are bad, so nothing was applied; correct them, or apply the others with skipBadLines=true.`;
  return ok({ report: toReport(found, 0, false), refusal: refuse("lines_refused", message) });
}

interface Pass<Line, Ready> {
  readonly kind: ImportKind<Line, Ready>;
  readonly asked: AskedImport;
  readonly batches: LineBatches<Line>;
  readonly quotas: QuotaNumbers;
  readonly step: Progress["step"];
  readonly database: Database;
  readonly at: Instant;
}

async function passOver<Line, Ready>(
  { kind, asked, quotas, batches, step, database, at }: Pass<Line, Ready>,
  take: (ready: readonly Ready[]) => Promise<void>,
): Promise<ImportFindings> {
  const found = newFindings();
  const judge = new LineJudge(kind, asked, quotas);
  for await (const batch of batches.pass()) {
    const judged = await judge.judge(database, batch, at);
    note(found, judged);
    await take(judged.flatMap(({ fate }) => (fate.is === "applied" ? [fate.ready] : [])));
    asked.onProgress({ line: batch.at(-1)?.line ?? 0, step });
    // Checks of installations and other calls come in between, also with a database in this thread, which never waits.
    await setImmediate();
  }
  return found;
}
