import { pipeline, Readable } from "node:stream";
import { type CsvError, type Info, type InfoRecord, parse } from "csv-parse";
import type { CellKind, LineShape } from "../../contract/bulk-data.ts";
import { findDialect, isEmptyRow } from "../../contract/csv-dialect.ts";
import { withoutGuards } from "../../contract/formula-guard.ts";
import { decodeParts } from "../../contract/text-encoding.ts";
import { type Refusal, refuse } from "../../result.ts";
import { type CsvHeader, missingHeader, readHeader } from "./csv-header.ts";
import { LINE_TOO_LONG, MAX_LINE_BYTES, type RawLine } from "./raw-line.ts";

type Columns = LineShape<unknown>["columns"];

/**
 * The lines of CSV with their numbers, as the programs of people write it: separated by commas, semicolons or tabs, in UTF-8
 * or UTF-16, with any line ends. Rows that hold nothing are skipped; a record with line breaks in quotes has the number of
 * its first. After a fault in the quotes it is unknown where lines begin, so that fault is the last line given. The input is
 * closed at the end, also at an early one. `told` are columns that are read past.
 */
export async function* readCsv(
  input: Readable,
  columns: Columns,
  told: readonly string[] = [],
): AsyncGenerator<RawLine> {
  try {
    yield* readRecords(input, columns, told);
  } finally {
    input.destroy();
  }
}

async function* readRecords(
  input: Readable,
  columns: Columns,
  told: readonly string[],
): AsyncGenerator<RawLine> {
  const parts = decodeParts(input);
  const beginning = await readBeginning(parts);
  if (WORKBOOKS.some((bytes) => beginning.startsWith(bytes)))
    return yield { line: 1, fault: NOT_CSV, isLast: true };
  const { separator, preamble } = findDialect(beginning, [...Object.keys(columns), ...told]);
  const fault = new FirstFault(preamble > 0 ? 1 : 0);
  const parser = parse({ ...OPTIONS, delimiter: separator, on_record: fault.pass, on_skip: fault.take });
  pipeline(Readable.from(withLineFeeds(beginning.slice(preamble), parts)), parser, () => undefined);
  let header: CsvHeader | null = null;
  let before: Counts = { lines: 0, empty_lines: 0 };
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    if (fault.isBefore(info)) break;
    const line = fault.linesBefore + before.lines + 1 + info.empty_lines - before.empty_lines;
    before = info;
    if (isEmptyRow(record)) continue;
    if (header) {
      yield toRawLine(line, header, record, columns);
      continue;
    }
    const read = readHeader(record, Object.keys(columns), told);
    if (!read.ok) return yield { line, fault: read.error, isLast: true };
    header = read.value;
  }
  if (fault.found) yield fault.found;
  else if (!header) yield { line: 1, fault: missingHeader(Object.keys(columns)), isLast: true };
}

const OPTIONS = {
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
  max_record_size: MAX_LINE_BYTES,
  record_delimiter: "\n",
};

/** What the first bytes of a workbook are as text: of .xlsx and .ods, and of .xls. */
const WORKBOOKS = ["PK\u0003\u0004", "\uFFFD\uFFFD\u0011"];
const NOT_CSV = refuse(
  "workbook_given",
  "This is a workbook, not CSV; save the sheet as “CSV UTF-8” in the spreadsheet program and send that.",
);

type Counts = Pick<Info, "lines" | "empty_lines">;

/** The text up to the end of the first line that is not empty, and what came with it. */
async function readBeginning(parts: AsyncGenerator<string>): Promise<string> {
  let beginning = "";
  while (beginning.length < MAX_LINE_BYTES && !holdsLine(beginning)) {
    const next = await parts.next();
    if (next.done) break;
    beginning += next.value;
  }
  return beginning;
}

/** Whether a text holds the whole of a line that is not empty. Takes no longer than the text is long. */
function holdsLine(text: string): boolean {
  const from = text.search(/\S/);
  return from >= 0 && /\n|\r[\s\S]/.test(text.slice(from));
}

/** The text with every line end as one line feed, since the parser counts lines rightly where there is one kind alone. */
async function* withLineFeeds(first: string, others: AsyncGenerator<string>): AsyncGenerator<string> {
  let held = "";
  let part: string | undefined = first;
  while (part !== undefined) {
    const text: string = held + part;
    // A return at the end may be half of a line end.
    held = text.endsWith("\r") ? "\r" : "";
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, "\n");
    const next = await others.next();
    part = next.done ? undefined : next.value;
  }
  if (held !== "") yield "\n";
}

/** The first fault in the quotes, with the number of the line that it began on. */
class FirstFault {
  /** The lines of the file that the parser does not get. */
  readonly linesBefore: number;
  #lines = 0;
  #records = 0;
  found: RawLine | null = null;

  constructor(linesBefore: number) {
    this.linesBefore = linesBefore;
  }

  readonly pass = (record: string[], { lines, records }: InfoRecord) => {
    this.#lines = lines;
    if (!this.found) this.#records = records;
    return record;
  };

  readonly take = (error: CsvError | undefined) => {
    if (error) {
      const line = this.linesBefore + this.#lines + 1;
      this.found ??= { line, fault: toFault(error), isLast: true };
    }
    return undefined;
  };

  /** Whether a record comes after the fault. */
  isBefore({ records }: Info): boolean {
    return this.found !== null && records > this.#records;
  }
}

function toRawLine(line: number, header: CsvHeader, cells: readonly string[], columns: Columns): RawLine {
  const fault = findCellFault(header, cells);
  if (fault) return { line, fault };
  const values = header.flatMap((name, index) => {
    const kind = name === null ? undefined : columns[name];
    const value = kind && toValue(cells[index] ?? "", kind);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { line, values: Object.fromEntries(values) };
}

/** Why the cells do not belong to the header, or null if they do. Cells without a heading may be there if they are empty. */
function findCellFault(header: CsvHeader, cells: readonly string[]): Refusal | null {
  const isTooMany = cells.some((cell, index) => cell.trim() !== "" && (header[index] ?? null) === null);
  if (!isTooMany && cells.length >= header.length) return null;
  const message = isTooMany
    ? `The line has a value in cell ${cells.findLastIndex((cell) => cell.trim() !== "") + 1}, for which the header names no column; write a value with a separator in it in quotes`
    : `The line has ${cells.length} cells, and the header has ${header.length}; give it the same number`;
  return refuse("cells_wrong", message);
}

/** The value of a cell; an empty cell has none. */
function toValue(cell: string, kind: CellKind): unknown {
  const text = withoutGuards(cell.trim());
  if (text === "") return undefined;
  switch (kind) {
    case "text":
      return text;
    case "number":
      return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : text;
    case "list":
      return toItems(text).filter(Boolean);
    case "row":
      return toItems(text);
  }
}

function toItems(text: string): readonly string[] {
  return text.split(/[;,]/).map((one) => one.trim());
}

function toFault({ code, message }: CsvError): Refusal {
  if (code === "CSV_MAX_RECORD_SIZE") return LINE_TOO_LONG;
  return refuse(
    "quotes_wrong",
    `The quotes are wrong (${message.slice(0, 120)}), so the lines after this one cannot be told apart; write a quote inside quotes twice.`,
  );
}
