import { stringify } from "csv-stringify/sync";
import { SEPARATORS } from "../contract/csv-dialect.ts";
import type { CsvStyle } from "../contract/csv-query.ts";
import { withGuards } from "../contract/formula-guard.ts";

type Rows = readonly (readonly (string | number | null | undefined)[])[];

/**
 * Formats rows as CSV (RFC 4180), as a file that begins with them. What a spreadsheet would run as a formula is guarded by an
 * apostrophe, which an import takes away again.
 */
export function toCsv(rows: Rows, style: CsvStyle = {}): string {
  return (style.bom ? "\uFEFF" : "") + toCsvLines(rows, style);
}

/** Formats rows as {@link toCsv} does, to stand below others. */
export function toCsvLines(rows: Rows, { separator = "comma" }: CsvStyle = {}): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? withGuards(cell) : cell)));
  return stringify(cells, { delimiter: SEPARATORS[separator], record_delimiter: "\r\n" });
}
