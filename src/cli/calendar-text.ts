import { CsvError, parse as parseCsv } from "csv-parse/sync";
import { isMap, isSeq, LineCounter, parseDocument } from "yaml";
import { type CalendarLine, readCalendarFile } from "../contract/calendar-file.ts";
import { findDialect, isEmptyRow, toColumnName } from "../contract/csv-dialect.ts";
import { err, type Refusal, type Result, refuse } from "../result.ts";

type Calendar = Result<readonly CalendarLine[], Refusal<"calendar_invalid">>;

/**
 * Reads the text of a calendar file: CSV (`version,automaticAt,slowAt`, the other {@link COLUMNS} if wanted) where the name
 * ends in `.csv`, otherwise JSON. Blocks are in JSON alone. The refusal `calendar_invalid` names the line; nothing of a file with a bad line is used.
 */
export function readCalendarText(fileName: string, text: string): Calendar {
  return /\.csv$/i.test(fileName) ? readCsv(text) : readJson(text);
}

interface CsvRow {
  readonly record: Record<string, string>;
  readonly info: { readonly lines: number };
}

const COLUMNS = [
  ...["version", "automaticAt", "slowAt", "state"],
  ...["floor", "supportEndsAt", "expiresAt", "warnDays", "expiryReason"],
];

/** Reads CSV as the programs of people write it, like the lines of an import. */
function readCsv(text: string): Calendar {
  const { separator, preamble } = findDialect(text, COLUMNS);
  let rows: CsvRow[];
  try {
    rows = parseCsv<CsvRow>(text.slice(preamble), {
      columns: (headings: string[]) => headings.map((heading) => toColumnName(heading, COLUMNS)),
      delimiter: separator,
      info: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      record_delimiter: ["\r\n", "\n", "\r"],
    });
  } catch (error) {
    if (error instanceof CsvError)
      return err(refuse("calendar_invalid", `line ${error.lines}: ${error.message}`));
    throw error;
  }
  const filled = rows.filter(({ record }) => !isEmptyRow(Object.values(record)));
  const releases = filled.map(({ record }) => toLine(record));
  const linesBefore = preamble > 0 ? 1 : 0;
  return readCalendarFile({ releases }, (index) => `line ${linesBefore + (filled[index]?.info.lines ?? 0)}`);
}

/** A record as JSON would have it. An empty cell leaves the field out; that of a floor is its reason. */
function toLine(record: Record<string, string>): Record<string, unknown> {
  const cells = Object.entries(record).filter(([, cell]) => cell !== "");
  return Object.fromEntries(cells.map(([name, cell]) => [name, toValue(name, cell)]));
}

function toValue(column: string, cell: string): unknown {
  if (column === "floor") return { reason: cell };
  return column === "warnDays" && /^\d{1,9}$/.test(cell) ? Number(cell) : cell;
}

/** JSON is a part of YAML; the YAML reader tells where things stand, which JSON.parse does not. */
function readJson(text: string): Calendar {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineAt = (offset: number): string => `line ${counter.linePos(offset).line}`;
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = /position (\d+)/.exec(message)?.[1] ?? document.errors[0]?.pos[0];
    const place = offset === undefined ? "the file" : lineAt(Number(offset));
    return err(refuse("calendar_invalid", `${place}: not JSON (${message})`));
  }
  const releases = isMap(document.contents) ? document.contents.get("releases", true) : null;
  return readCalendarFile(file, (index) => {
    const node = isSeq(releases) ? releases.get(index, true) : null;
    return node?.range ? lineAt(node.range[0]) : `release ${index + 1}`;
  });
}
