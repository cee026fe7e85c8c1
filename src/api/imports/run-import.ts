import type { ImportReport, LineFault } from "../../contract/bulk-data.ts";
import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { QuotaNumbers } from "../../tenancy/quota.ts";
import { boundText } from "../bound-faults.ts";
import { change } from "../change.ts";
import type { Context } from "../context.ts";
import type { ImportKind } from "./import-kind.ts";
import type { RawLine } from "./raw-line.ts";
import { readLine } from "./read-line.ts";

/** How many lines are decided and recorded at once. */
const BATCH = 500;
/** The most bad lines that a report lists; the others are counted. */
const MOST_LISTED = 1_000;

/** The most lines of one file. It also bounds the memory for lines that must not come twice. */
const MOST_LINES = 1_000_000;

/** The progress of an import: every line is checked first, then applied. */
export interface Progress {
  readonly line: number;
  readonly step: "check" | "apply";
}

export interface AskedImport {
  readonly actor: Actor;
  /** Reads the lines of the file from its beginning; called once for each pass. */
  readonly read: () => AsyncGenerator<RawLine>;
  readonly dryRun: boolean;
  readonly skipBadLines: boolean;
  readonly onProgress: (progress: Progress) => void;
}

/** The outcome of an import: the report, and the refusal if bad lines kept all from being applied, else null. */
export interface ImportOutcome {
  readonly report: ImportReport;
  readonly refusal: Refusal | null;
}

/**
 * Checks every line without a lock, then decides and records them all again in one transaction (R26): all or nothing,
 * or with `skipBadLines` the good ones. Memory does not grow with the file.
 */
export async function runImport<Line, Ready>(
  kind: ImportKind<Line, Ready>,
  asked: AskedImport,
  context: Context,
): Promise<Result<ImportOutcome, Refusal>> {
  const { actor, dryRun } = asked;
  const { quotas } = context.config;
  const { database } = context.store;
  const pass = { kind, asked, quotas, step: "check", database, at: context.now() } as const;
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
    return ok(toReport(again, again.lines - again.badLines, false));
  });
  if (applied.ok) return ok({ report: applied.value, refusal: null });
  return applied.error === LINES_REFUSED ? refused(again) : applied;
}

const LINES_REFUSED = refuse("lines_refused", "Some lines are bad; correct them.");

/** The findings of one pass over all lines. */
interface ImportPass {
  lines: number;
  badLines: number;
  readonly faults: LineFault[];
  /** Whether the rest of the file could not be read: then nothing of it may be applied. */
  isCutOff: boolean;
}

function isRefused({ badLines, isCutOff }: ImportPass, { skipBadLines }: AskedImport): boolean {
  return isCutOff || (badLines > 0 && !skipBadLines);
}

function toReport({ lines, badLines, faults }: ImportPass, applied: number, dryRun: boolean): ImportReport {
  return { lines, applied, dryRun, errors: faults, errorCount: badLines };
}

function refused(found: ImportPass): Result<ImportOutcome, never> {
  const { badLines, lines } = found;
  const message = `${badLines} of ${lines} lines are bad, so nothing was applied; correct them, or apply the others with skipBadLines=true.`;
  return ok({ report: toReport(found, 0, false), refusal: refuse("lines_refused", message) });
}

interface Pass<Line, Ready> {
  readonly kind: ImportKind<Line, Ready>;
  readonly asked: AskedImport;
  readonly quotas: QuotaNumbers;
  readonly step: Progress["step"];
  readonly database: Database;
  readonly at: Instant;
}

async function passOver<Line, Ready>(
  { kind, asked, quotas, step, database, at }: Pass<Line, Ready>,
  take: (ready: readonly Ready[]) => Promise<void>,
): Promise<ImportPass> {
  const found: ImportPass = { lines: 0, badLines: 0, faults: [], isCutOff: false };
  const decide = kind.decider(asked.actor, quotas);
  for await (const batch of inBatches(upToMost(asked.read()))) {
    const read = batch.map((raw) => readLine(raw, kind.shape));
    const lines = read.flatMap((one) => (one.ok ? [one.value] : []));
    const decided = (await decide(database, lines, at)).values();
    const results = read.map((one) => (one.ok ? (decided.next().value as Result<Ready, Refusal>) : one));
    note(found, batch, results);
    await take(results.flatMap((one) => (one.ok ? [one.value] : [])));
    asked.onProgress({ line: batch.at(-1)?.line ?? 0, step });
  }
  return found;
}

function note(
  found: ImportPass,
  batch: readonly RawLine[],
  results: readonly Result<unknown, Refusal>[],
): void {
  for (const [index, raw] of batch.entries()) {
    const result = results[index];
    const isCutOff = "isLast" in raw;
    found.isCutOff ||= isCutOff;
    if (!isCutOff) found.lines++;
    if (!result || result.ok) continue;
    found.badLines++;
    const { code, message } = result.error;
    if (found.faults.length >= MOST_LISTED) continue;
    found.faults.push({ line: raw.line, code, description: boundText(message) });
  }
}

async function* inBatches(lines: AsyncGenerator<RawLine>): AsyncGenerator<readonly RawLine[]> {
  let batch: RawLine[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* upToMost(lines: AsyncGenerator<RawLine>): AsyncGenerator<RawLine> {
  let count = 0;
  for await (const one of lines) {
    if (count++ === MOST_LINES) return yield { line: one.line, fault: TOO_MANY, isLast: true };
    yield one;
  }
}

const TOO_MANY = refuse("too_many_lines", "The file has more than 1,000,000 lines; send it in parts.");
