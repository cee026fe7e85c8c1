import { Argument, type Command } from "commander";
import { ok, type Result } from "../result.ts";
import { listSeparatorOf } from "../tenancy/locale.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import type { Terminal } from "./terminal.ts";

const KINDS = ["organizations", "users", "legacy-settings"];
const FORMATS = { csv: "text/csv", ndjson: "application/x-ndjson" } as const;
const ENDINGS: Readonly<Record<string, Format>> = { csv: "csv", ndjson: "ndjson", jsonl: "ndjson" };

/** How lines are written in a file. */
export type Format = keyof typeof FORMATS;

/** The media type of NDJSON, which an import tells its progress in as well. */
export const NDJSON = FORMATS.ndjson;

/** Adds what is imported or exported: organizations, users or legacy-settings. */
export function withKind(command: Command): Command {
  return command.addArgument(new Argument("<kind>", "what the lines are").choices(KINDS));
}

export function mediaTypeOf(format: Format): string {
  return FORMATS[format];
}

export const EXCEL_OPTION = [
  "--excel",
  "CSV as spreadsheet programs in the language of this computer open it: with a byte order mark, by semicolons if need be",
] as const;

/** The parameters for CSV that spreadsheet programs open right, in the language of the environment. */
export function excelQuery({ env }: Terminal): { readonly separator: string; readonly bom: true } {
  const said = (env.LC_ALL || env.LC_NUMERIC || env.LANG || "").split(/[.@]/)[0]?.replace("_", "-") ?? "";
  const isTag = /^[a-z]{2,3}(-[A-Z]{2})?$/.test(said);
  const tag = isTag ? said : new Intl.NumberFormat().resolvedOptions().locale;
  return { separator: listSeparatorOf(tag), bom: true };
}

/** The format given with --format, or else by the ending of the file's name. Refuses `format_unclear`. */
export function readFormat(said: string | undefined, fileName: string): Result<Format, Failure> {
  const word = said ?? /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  const format = ENDINGS[word];
  if (format) return ok(format);
  const what = said === undefined ? `The name ${fileName} does not tell its format` : `--format is "${said}"`;
  const message = `${what}; use csv or ndjson, as the ending of the file or with --format`;
  return fail(EXIT.usage, { code: "format_unclear", message });
}
