import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { ImportReport } from "../contract/bulk-data.ts";
import { ok, type Result } from "../result.ts";
import { type Client, notUnderstood, parseJson, toRefusal } from "./client.ts";
import { EXIT, type Failure, fail } from "./outcome.ts";

/** How far an import is: at which line of the file, checking or applying. */
export interface ImportProgress {
  readonly line: number;
  readonly step: string;
}

/**
 * Reads the answer of an import while it comes: lines that tell how far it is, then the last word, which is the report or
 * a refusal. Refuses `answer_broken_off`, and what the server refuses.
 */
export async function readImportAnswer(
  client: Client,
  response: Response,
  tell: (progress: ImportProgress) => void,
): Promise<Result<ImportReport, Failure>> {
  let last: unknown = null;
  try {
    const body = Readable.fromWeb(response.body as ReadableStream);
    for await (const line of createInterface({ input: body })) {
      last = parseJson(line);
      if (isProgress(last)) tell(last);
    }
  } catch {
    return BROKEN_OFF;
  }
  if (last === null || isProgress(last)) return BROKEN_OFF;
  const report = ImportReport.safeParse(last);
  if (report.success) return ok(report.data);
  return toRefusal(EXIT.refused, last) ?? notUnderstood(client, response.status);
}

const BROKEN_OFF = fail(EXIT.unreachable, {
  code: "answer_broken_off",
  message: 'The answer broke off before its end; look with "sluice audit" whether the lines were applied.',
});

function isProgress(value: unknown): value is ImportProgress {
  return typeof value === "object" && value !== null && "step" in value && "line" in value;
}
