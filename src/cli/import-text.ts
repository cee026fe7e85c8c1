import type { ImportReport } from "./import-answer.ts";

/** The report of an import as people read it: every bad line with what is wrong, then the sum. */
export function importText({ lines, applied, dryRun, errors, errorCount }: ImportReport): string {
  const more = errorCount - errors.length;
  const sum = dryRun
    ? `${lines} lines looked at, ${errorCount} of them bad. Nothing was applied: it was a dry run.`
    : `${lines} lines, ${applied} applied, ${errorCount} bad.`;
  return [
    ...errors.map(({ line, code, description }) => `line ${line}: ${description} [${code}]`),
    ...(more > 0 ? [`and ${more} bad lines more`] : []),
    applied === 0 && errorCount > 0 && !dryRun ? `${sum} Nothing was applied.` : sum,
  ].join("\n");
}
