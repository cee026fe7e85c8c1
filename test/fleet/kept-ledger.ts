import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toInstant } from "../../src/instant.ts";
import type { LedgerEntry } from "../../src/ledger/entry.ts";
import { decodeRecord, type Subject } from "../../src/ledger/subject.ts";

/** A line of the kept ledger, as the database has it; a ledger that is written once never changes, so neither does this. */
type Line = readonly [
  at: string,
  change: number,
  subject: Subject,
  id: string,
  of: string | null,
  after: null,
];

export const KEPT_LEDGER = readFileSync(join(import.meta.dirname, "image-format.ndjson"), "utf8");

/** The kept ledger: one transaction after another, with its entries. */
export function keptChanges(): readonly (readonly LedgerEntry[])[] {
  const lines: Line[] = KEPT_LEDGER.trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const changes: object[][] = [];
  for (const [index, [at, change, subject, id, organizationId, after]] of lines.entries()) {
    const where = { sequence: index + 1, change, at: toInstant(Date.parse(at)) };
    const entry = { ...where, subject, id, organizationId, after: after && decodeRecord(subject, after) };
    if (lines[index - 1]?.[1] === change) changes.at(-1)?.push(entry);
    else changes.push([entry]);
  }
  return changes as never;
}
