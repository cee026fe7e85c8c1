import { PassThrough } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ImportReport } from "../../contract/bulk-data.ts";
import { statusOf } from "../../refusal-status.ts";
import type { Refusal, Result } from "../../result.ts";
import { boundText } from "../../updates/bound-faults.ts";
import { refuseUnexpected } from "../problem.ts";
import { accepts } from "../request-headers.ts";
import type { Progress } from "./pass-over.ts";

/** The final result of an import. */
interface ImportAnswer {
  readonly status: number;
  readonly body: object;
}

/**
 * Answers with the result of `run`. If the request accepts application/x-ndjson, lines with the progress come first,
 * and the result is the last line; if something fails on the way, that is a refusal, and nothing was applied.
 */
export async function answerWithProgress(
  request: FastifyRequest,
  reply: FastifyReply,
  run: (onProgress: (progress: Progress) => void) => Promise<ImportAnswer>,
): Promise<FastifyReply> {
  if (!accepts(request, "application/x-ndjson")) {
    const { status, body } = await run(() => undefined);
    return reply.status(status).type("application/json; charset=utf-8").serializer(JSON.stringify).send(body);
  }
  const lines = new PassThrough();
  reply.type("application/x-ndjson").send(lines);
  try {
    const { body } = await run((progress) => lines.write(`${JSON.stringify(progress)}\n`));
    lines.end(`${JSON.stringify(body)}\n`);
  } catch (error) {
    const { body } = toProblem(request, refuseUnexpected(error, request));
    lines.end(`${JSON.stringify(body)}\n`);
  }
  return reply;
}

export function toProblem({ id }: FastifyRequest, refusal: Refusal): ImportAnswer {
  const { code, message, quota } = refusal;
  const description = boundText(message);
  const problem = { message: description, errors: [{ code, description }], trackingId: id };
  return { status: statusOf(refusal), body: quota === undefined ? problem : { ...problem, quota } };
}

/** The refusal of an import with its report: the errors name the lines. */
export function toRefusedReport(
  { id }: FastifyRequest,
  refusal: Refusal,
  report: ImportReport,
): ImportAnswer {
  return { status: statusOf(refusal), body: { message: refusal.message, trackingId: id, ...report } };
}

/** The stored result of an earlier call with the same key. */
export function toReplayed(
  request: FastifyRequest,
  before: Result<{ readonly status: number; readonly body: string }, Refusal>,
): ImportAnswer {
  if (!before.ok) return toProblem(request, before.error);
  return { status: before.value.status, body: JSON.parse(before.value.body) as object };
}
