import { setImmediate } from "node:timers/promises";
import type { ExistingChoice } from "../../contract/bulk-data.ts";
import type { Instant } from "../../instant.ts";
import type { Database } from "../../store/database.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { QuotaNumbers } from "../../tenancy/quota.ts";
import { type ImportFindings, newFindings, note } from "./import-findings.ts";
import type { ImportKind } from "./import-kind.ts";
import { LineJudge } from "./judge-lines.ts";
import type { LineBatches } from "./line-batches.ts";
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

/** One pass over the lines of a file, as the database is then. */
export interface Pass<Line, Ready> {
  readonly kind: ImportKind<Line, Ready>;
  readonly asked: AskedImport;
  readonly batches: LineBatches<Line>;
  readonly quotas: QuotaNumbers;
  readonly step: Progress["step"];
  readonly database: Database;
  readonly at: Instant;
}

/** What a pass found, and what judged the lines, which knows what they are about. */
interface PassedOver<Line, Ready> {
  readonly found: ImportFindings;
  readonly judge: LineJudge<Line, Ready>;
}

/** Judges every line, and hands over batch after batch of those that are to be applied. */
export async function passOver<Line, Ready>(
  { kind, asked, quotas, batches, step, database, at }: Pass<Line, Ready>,
  take: (ready: readonly Ready[]) => Promise<void>,
): Promise<PassedOver<Line, Ready>> {
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
  return { found, judge };
}

/** Whether the file as a whole is refused for what a pass found. */
export function isRefused({ badLines, isCutOff }: ImportFindings, { skipBadLines }: AskedImport): boolean {
  return isCutOff || (badLines > 0 && !skipBadLines);
}
