import { stringify } from "csv-stringify/sync";

/**
 * Rows as CSV (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe in front; a text that looks like that
 * already gets one more, so that taking one off is the inverse.
 */
export function toCsv(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? guarded(cell) : cell)));
  return stringify(cells, { record_delimiter: "\r\n" });
}

function guarded(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
