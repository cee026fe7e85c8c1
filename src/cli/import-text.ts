import type { ImportReport } from "./import-answer.ts";

type LineNote = ImportReport["errors"][number];

/** The report of an import as people read it: what is told of single lines, bad ones first, then the sum. */
export function importText(report: ImportReport): string {
  const { applied, dryRun, errors, errorCount, existing = [], existingCount = 0 } = report;
  const sum = sumText(report);
  return [
    ...notesText(errors, errorCount, "bad lines"),
    ...notesText(existing, existingCount, "such lines"),
    applied === 0 && errorCount > 0 && !dryRun ? `${sum} Nothing was applied.` : sum,
  ].join("\n");
}

function sumText({ lines, applied, dryRun, errorCount, skipped = 0 }: ImportReport): string {
  if (!dryRun) {
    const left = skipped > 0 ? `, ${skipped} there already` : "";
    return `${lines} lines, ${applied} applied${left}, ${errorCount} bad.`;
  }
  const left = skipped > 0 ? `, ${skipped} about what is there already` : "";
  return `${lines} lines looked at, ${errorCount} of them bad${left}. Nothing was applied: it was a dry run.`;
}

function notesText(notes: readonly LineNote[], count: number, what: string): readonly string[] {
  const more = count - notes.length;
  const told = notes.map(({ line, code, description }) => `line ${line}: ${description} [${code}]`);
  return more > 0 ? [...told, `and ${more} ${what} more`] : told;
}
