import { stat } from "node:fs/promises";
import { type Command, Option } from "commander";
import { ok } from "../result.ts";
import { readBytes } from "./build-file.ts";
import { mediaTypeOf, NDJSON, readFormat, withKind } from "./bulk-data.ts";
import { connect, openAnswer } from "./client.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { readImportAnswer } from "./import-answer.ts";
import { startImportBars } from "./import-bars.ts";
import { importText } from "./import-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly skipBadLines?: boolean;
  readonly existing?: string;
  readonly format?: string;
}

/** `sluice import KIND FILE` */
export function addImportCommand(program: Command, session: Session): void {
  const command = withKind(program.command("import"))
    .argument("<file>", "CSV with headings, or NDJSON")
    .description("import many lines: all of them, or none where a line is bad; every bad line is named")
    .option("--dry-run", "apply nothing, only look for bad lines")
    .option("--skip-bad-lines", "apply the good lines though others are bad")
    .addOption(
      new Option(
        "--existing <choice>",
        "what becomes of lines about what is there already: left out, unless said otherwise",
      ).choices(["skip", "create", "refuse"]),
    )
    .option("--format <format>", "csv or ndjson, where the file's name does not tell")
    .option(...JSON_OPTION);
  withExample(
    command,
    "sluice import organizations customers.csv --dry-run",
    "sluice import users people.ndjson --skip-bad-lines",
    "sluice import legacy-settings older.csv",
  ).action(
    answering(session, (kind: string, path: string, options: ImportOptions) =>
      importFile(session, kind, path, options),
    ),
  );
}

/** Streams the file; exit code 1 where lines are bad, also where the others were applied. */
async function importFile(
  { terminal }: Session,
  kind: string,
  path: string,
  options: ImportOptions,
): Promise<Outcome> {
  const format = readFormat(options.format, path);
  if (!format.ok) return format;
  const size = await sizeOf(path);
  if (size === null) return unreadable(path);
  const client = connect(terminal);
  if (!client.ok) return client;
  const { dryRun, skipBadLines, existing } = options;
  const bars = startImportBars(terminal, size);
  const opened = await openAnswer(client.value, "POST", `/v1/imports/${kind}`, {
    query: { dryRun, skipBadLines, existing },
    stream: readBytes(path, bars.sent),
    size,
    type: mediaTypeOf(format.value),
    accept: NDJSON,
  });
  const answer = opened.ok ? await readImportAnswer(client.value, opened.value, bars.progress) : opened;
  bars.stop();
  if (!answer.ok) return answer;
  const report = answer.value;
  const exit = report.errorCount > 0 ? EXIT.refused : EXIT.ok;
  return ok({ text: importText(report), json: report, exit });
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}

function unreadable(path: string): Outcome {
  const message = `${path} cannot be read; give a CSV or NDJSON file`;
  return fail(EXIT.usage, { code: "file_unreadable", message });
}
