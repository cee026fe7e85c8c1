import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { notUnderstood, readProblem } from "../client/refusal.ts";
import type { Shape } from "../client/shape.ts";
import { ok, type Result } from "../result.ts";
import { type Client, parseJson, toFailure } from "./client.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

export type ImportReport = Shape<"ImportReport">;

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
  if (isReport(last)) {
    const { lines, applied, dryRun, errors, errorCount, existing, existingCount, skipped } = last;
    const told = existing && { existing, existingCount };
    return ok({ lines, applied, dryRun, errors, errorCount, ...told, ...(skipped && { skipped }) });
  }
  const { status } = response;
  return toFailure(readProblem(last, status) ?? notUnderstood(client.url.origin, status));
}

const BROKEN_OFF = fail(EXIT.unreachable, {
  code: "answer_broken_off",
  message: 'The answer broke off before its end; check with "sluice audit" whether the lines were applied.',
});

/** Also of a refusal that names the bad lines. */
function isReport(value: unknown): value is ImportReport {
  return typeof value === "object" && value !== null && "lines" in value && "errorCount" in value;
}

function isProgress(value: unknown): value is ImportProgress {
  return typeof value === "object" && value !== null && "step" in value && "line" in value;
}
