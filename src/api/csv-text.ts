import { stringify } from "csv-stringify/sync";

/**
 * Formats rows as CSV (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe in front, and so
 * does one that already begins with such an apostrophe, so that removing one is the inverse.
 */
export function toCsv(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? guarded(cell) : cell)));
  return stringify(cells, { record_delimiter: "\r\n" });
}

function guarded(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
