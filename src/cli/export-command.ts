import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { Command } from "commander";
import { ok, type Result } from "../result.ts";
import { EXCEL_OPTION, excelQuery, type Format, mediaTypeOf, readFormat, withKind } from "./bulk-data.ts";
import { connect, openAnswer } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { showSize } from "./size.ts";
import type { Terminal } from "./terminal.ts";

/** `sluice export KIND [FILE]` */
export function addExportCommand(program: Command, session: Session): void {
  const command = withKind(program.command("export"))
    .argument("[file]", "where to write it; standard output where it is left out")
    .description("export all that you may see, as an import takes it")
    .option("--format <format>", "csv or ndjson; else the file's ending, and csv on standard output")
    .option(...EXCEL_OPTION)
    .option(...JSON_OPTION);
  withExample(
    command,
    "sluice export organizations customers.csv",
    "sluice export users people.csv --excel",
    "sluice export users --format ndjson > people.ndjson",
  ).action(
    answering(session, (kind: string, path: string | undefined, options: ExportOptions) =>
      exportLines(session.terminal, kind, path, options),
    ),
  );
}

interface ExportOptions {
  readonly format?: string;
  readonly excel?: boolean;
}

async function exportLines(
  terminal: Terminal,
  kind: string,
  path: string | undefined,
  { format: said, excel }: ExportOptions,
): Promise<Outcome> {
  const format = readFormat(said ?? (path === undefined ? "csv" : undefined), path ?? "");
  if (!format.ok) return format;
  if (excel && format.value !== "csv") return EXCEL_IS_CSV;
  const lines = await openLines(terminal, kind, { format: format.value, excel });
  if (!lines.ok) return lines;
  if (path === undefined) {
    const written = await write(() => pipeline(lines.value, terminal.output, { end: false }));
    return written.ok ? ok({ text: null, json: null }) : written;
  }
  const bytes = await writeFile(lines.value, path);
  if (!bytes.ok) return bytes;
  return ok({ text: `${showSize(bytes.value)} written to ${path}.`, json: { path, size: bytes.value } });
}

const EXCEL_IS_CSV = fail(EXIT.usage, {
  code: "format_unclear",
  message: "--excel writes CSV, and another format is asked for; give one of them",
});

async function openLines(
  terminal: Terminal,
  kind: string,
  { format, excel }: { readonly format: Format; readonly excel: boolean | undefined },
): Promise<Result<Readable, Failure>> {
  const client = connect(terminal);
  if (!client.ok) return client;
  const accept = mediaTypeOf(format);
  const opened = await openAnswer(client.value, "GET", `/v1/exports/${kind}`, {
    accept,
    ...(excel && { query: excelQuery(terminal) }),
  });
  return opened.ok ? ok(Readable.fromWeb(opened.value.body as ReadableStream)) : opened;
}

/** Writes a new file beside the old one and then renames it, so that the file is always whole. Gives its size in bytes. */
async function writeFile(lines: Readable, path: string): Promise<Result<number, Failure>> {
  const beside = `${path}.part`;
  const file = createWriteStream(beside);
  const written = await write(async () => {
    await pipeline(lines, file);
    await rename(beside, path);
  });
  if (written.ok) return ok(file.bytesWritten);
  await rm(beside, { force: true });
  return written;
}

/** Refuses `export_broken_off`. */
async function write(work: () => Promise<void>): Promise<Result<null, Failure>> {
  try {
    await work();
    return ok(null);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The export broke off (${why}), and the output is incomplete; run it again.`;
    return fail(EXIT.unreachable, { code: "export_broken_off", message });
  }
}
