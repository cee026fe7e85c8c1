/** What separates the cells of a line, by the name that parameters use. */
export const SEPARATORS = { comma: ",", semicolon: ";", tab: "\t" } as const;
export type SeparatorName = keyof typeof SEPARATORS;

/** How a CSV file is written: what separates its cells, and how many characters before the first record tell that. */
interface CsvDialect {
  readonly separator: string;
  /** The length of a first line such as `sep=;` with its line end, or 0 if there is none. */
  readonly preamble: number;
}

/** A first line that names the separator, which programs pad with separators to the width of the table. */
const NAMED = /^[ "]*sep=([^\w"\s]|\t)[",;\t| ]*(?:\r\n|\n|\r|$)/i;

/**
 * The dialect of a file by its beginning, which must hold the first line that is not empty: as a line `sep=;` says, else the
 * separator that finds the most of the columns in the header, or else the most cells. The comma is preferred.
 */
export function findDialect(beginning: string, columns: readonly string[]): CsvDialect {
  const named = NAMED.exec(beginning);
  if (named?.[1]) return { separator: named[1], preamble: named[0].length };
  const header = beginning.split(/[\r\n]+/).find((line) => line.trim() !== "") ?? "";
  const known = new Set(columns.map(comparable));
  const found = Object.values(SEPARATORS).map((separator) => {
    const names = header.split(separator).map((name) => comparable(name.replaceAll('"', "")));
    return { separator, known: names.filter((name) => known.has(name)).length, cells: names.length };
  });
  const most = found.reduce((best, one) =>
    one.known > best.known || (one.known === best.known && one.cells > best.cells) ? one : best,
  );
  return { separator: most.separator, preamble: 0 };
}

/** The column that a heading names in any case, with spaces, hyphens or underscores in it; else the heading as it is. */
export function toColumnName(heading: string, columns: readonly string[]): string {
  const wanted = comparable(heading);
  return columns.find((column) => comparable(column) === wanted) ?? heading.trim();
}

function comparable(heading: string): string {
  return heading.replace(/[\s_-]+/g, "").toLowerCase();
}

/** Whether a row holds nothing, as programs write it below the table: no cells, or only separators. */
export function isEmptyRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}
