/*
 * A spreadsheet runs a cell as a formula that begins with one of these characters, also after white space and in full width.
 * A program that separates by another character than the file begins a cell after that one too.
 */
const BEGINS = String.raw`(?:^\s*|[;,|]\s*|[\t\r\n][^\S\t\r\n]*)`;
const FORMULA = String.raw`'*[=+\-@＝＋－＠]`;
const UNGUARDED = new RegExp(`(${BEGINS})(?=${FORMULA})`, "g");
const GUARDED = new RegExp(`(${BEGINS})'(?=${FORMULA})`, "g");

/**
 * Puts an apostrophe before whatever a spreadsheet would run as a formula, and before what already looks so guarded, so that
 * {@link withoutGuards} is the inverse.
 */
export function withGuards(text: string): string {
  const guarded = text.replace(UNGUARDED, "$1'");
  return /^'*[\t\r]/.test(guarded) ? `'${guarded}` : guarded;
}

/** The text of a cell without the apostrophes that {@link withGuards} put in. */
export function withoutGuards(cell: string): string {
  const guarded = /^'+[\t\r]/.test(cell) ? cell.slice(1) : cell;
  return guarded.replace(GUARDED, "$1");
}
