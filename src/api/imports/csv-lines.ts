import { pipeline, type Readable } from "node:stream";
import { type CsvError, type Info, type InfoRecord, parse } from "csv-parse";
import type { CellKind } from "../../contract/bulk-data.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { LINE_TOO_LONG, MAX_LINE_BYTES, type RawLine } from "./raw-line.ts";

type Columns = Readonly<Record<string, CellKind>>;

/**
 * The lines of CSV (RFC 4180, UTF-8) with their numbers; a record with line breaks in quotes has the number of its
 * first. After a fault in the quotes it is unknown where lines begin, so that fault is the last line given.
 */
export async function* readCsv(input: Readable, columns: Columns): AsyncGenerator<RawLine> {
  const fault = new FirstFault();
  const parser = parse({ ...OPTIONS, on_record: fault.pass, on_skip: fault.take });
  pipeline(input, parser, () => undefined);
  let header: readonly string[] | null = null;
  let before: Counts = { lines: 0, empty_lines: 0 };
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    if (fault.isBefore(info)) break;
    const line = before.lines + 1 + info.empty_lines - before.empty_lines;
    before = info;
    if (header) {
      yield toRawLine(line, header, record, columns);
      continue;
    }
    const read = readHeader(record, columns);
    if (!read.ok) return yield { line, fault: read.error, isLast: true };
    header = read.value;
  }
  if (fault.found) yield fault.found;
  else if (!header) yield { line: 1, fault: missing(Object.keys(columns)), isLast: true };
}

const OPTIONS = {
  bom: true,
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
  max_record_size: MAX_LINE_BYTES,
  record_delimiter: ["\r\n", "\n"],
};

type Counts = Pick<Info, "lines" | "empty_lines">;

/** The first fault in the quotes, with the number of the line that it began on. */
class FirstFault {
  #lines = 0;
  #records = 0;
  found: RawLine | null = null;

  readonly pass = (record: string[], { lines, records }: InfoRecord) => {
    this.#lines = lines;
    if (!this.found) this.#records = records;
    return record;
  };

  readonly take = (error: CsvError | undefined) => {
    if (error) this.found ??= { line: this.#lines + 1, fault: toFault(error), isLast: true };
    return undefined;
  };

  /** Whether a record comes after the fault. */
  isBefore({ records }: Info): boolean {
    return this.found !== null && records > this.#records;
  }
}

function readHeader(names: readonly string[], columns: Columns): Result<readonly string[], Refusal> {
  const header = names.map((name) => name.trim());
  const allowed = Object.keys(columns);
  const unknown = header.find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    const message = `"${unknown.slice(0, 60)}" is not a column; use ${allowed.join(", ")}, separated by commas`;
    return err(refuse("column_unknown", message));
  }
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined)
    return err(refuse("column_twice", `${twice} is there twice; name each column once`));
  return ok(header);
}

function missing(columns: readonly string[]): Refusal {
  return refuse("header_missing", `The first line must name the columns: ${columns.join(",")}`);
}

function toRawLine(
  line: number,
  header: readonly string[],
  cells: readonly string[],
  columns: Columns,
): RawLine {
  if (cells.length !== header.length) {
    const message = `The line has ${cells.length} cells, and the header has ${header.length}; give it the same number`;
    return { line, fault: refuse("cells_wrong", message) };
  }
  const values = header.flatMap((name, index) => {
    const value = toValue(cells[index] ?? "", columns[name] ?? "text");
    return value === undefined ? [] : [[name, value] as const];
  });
  return { line, values: Object.fromEntries(values) };
}

/** The value of a cell; an empty cell has none. */
function toValue(cell: string, kind: CellKind): unknown {
  const text = withoutGuard(cell.trim());
  if (text === "") return undefined;
  switch (kind) {
    case "text":
      return text;
    case "number":
      return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : text;
    case "list":
      return text
        .split(";")
        .map((one) => one.trim())
        .filter(Boolean);
  }
}

/** Removes the apostrophe that an export puts before what spreadsheets would run as a formula. */
function withoutGuard(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

function toFault({ code, message }: CsvError): Refusal {
  if (code === "CSV_MAX_RECORD_SIZE") return LINE_TOO_LONG;
  return refuse(
    "quotes_wrong",
    `The quotes are wrong (${message.slice(0, 120)}), so the lines after this one cannot be told apart; write a quote inside quotes twice.`,
  );
}
