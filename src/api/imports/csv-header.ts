import { toColumnName } from "../../contract/csv-dialect.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

/** The column of each cell, or null for a cell that the header leaves empty. */
export type CsvHeader = readonly (string | null)[];

/**
 * Reads the headings of a table, in any case; empty ones at the right edge are left out. `told` are columns that may be there,
 * and that nobody is asked for.
 */
export function readHeader(
  headings: readonly string[],
  columns: readonly string[],
  told: readonly string[],
): Result<CsvHeader, Refusal> {
  const width = headings.findLastIndex((heading) => heading.trim() !== "") + 1;
  const known = [...columns, ...told];
  const header = headings.slice(0, width).map((heading) => toColumnName(heading, known) || null);
  const unknown = header.find((name) => name !== null && !known.includes(name));
  if (unknown) {
    const message = `"${unknown.slice(0, 60)}" is not a column; use ${columns.join(", ")}, separated by commas, semicolons or tabs`;
    return err(refuse("column_unknown", message));
  }
  const twice = header.find((name, index) => name !== null && header.indexOf(name) !== index);
  if (twice) return err(refuse("column_twice", `${twice} is there twice; name each column once`));
  return ok(header);
}

export function missingHeader(columns: readonly string[]): Refusal {
  return refuse("header_missing", `The first line must name the columns: ${columns.join(",")}`);
}
