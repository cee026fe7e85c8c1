import type { ImportReport, LineNote } from "../../contract/bulk-data.ts";
import type { Refusal } from "../../result.ts";
import { boundText } from "../../updates/bound-faults.ts";
import type { JudgedLine } from "./judge-lines.ts";

/** The most lines of one list that a report names; the others are counted. */
const MOST_LISTED = 1_000;

/** What one pass over all lines found. */
export interface ImportFindings {
  lines: number;
  badLines: number;
  readonly faults: LineNote[];
  /** Lines about what is there already, or what an earlier line is about, and how many there are. */
  readonly existing: LineNote[];
  existingCount: number;
  /** How many of those are left out. */
  skipped: number;
  /** Whether the rest of the file could not be read: then nothing of it may be applied. */
  isCutOff: boolean;
}

export function newFindings(): ImportFindings {
  const counts = { lines: 0, badLines: 0, existingCount: 0, skipped: 0 };
  return { ...counts, faults: [], existing: [], isCutOff: false };
}

/** Counts the lines of a batch, and names those that are bad or about what is there already. */
export function note<Ready>(found: ImportFindings, lines: readonly JudgedLine<Ready>[]): void {
  for (const { line, isLast, fate } of lines) {
    found.isCutOff ||= isLast;
    if (!isLast) found.lines++;
    if (fate.is === "bad") {
      found.badLines++;
      list(found.faults, line, fate.why);
    } else if (fate.told) {
      found.existingCount++;
      list(found.existing, line, fate.told);
      if (fate.is === "skipped") found.skipped++;
    }
  }
}

function list(listed: LineNote[], line: number, { code, message }: Refusal): void {
  if (listed.length < MOST_LISTED) listed.push({ line, code, description: boundText(message) });
}

/** The report; what is told of lines about what is there already is left out if there are none. */
export function toReport(found: ImportFindings, applied: number, dryRun: boolean): ImportReport {
  const { lines, badLines, faults, existing, existingCount, skipped } = found;
  return {
    lines,
    applied,
    dryRun,
    errors: faults,
    errorCount: badLines,
    ...(existingCount > 0 && { existing, existingCount }),
    ...(skipped > 0 && { skipped }),
  };
}

/** The report once all lines that are neither bad nor skipped are applied. */
export function appliedReport(found: ImportFindings): ImportReport {
  return toReport(found, found.lines - found.badLines - found.skipped, false);
}
