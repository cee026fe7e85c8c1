import { PassThrough } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ImportReport } from "../../contract/bulk-data.ts";
import type { Problem } from "../../contract/problem.ts";
import type { Refusal, Result } from "../../result.ts";
import { statusOf } from "../refusals.ts";
import { accepts } from "../request-headers.ts";
import type { Progress } from "./run-import.ts";

/** The last word about an import. */
interface LastWord {
  readonly status: number;
  readonly body: object;
}

/**
 * Answers with the last word of `run`; who accepts application/x-ndjson gets lines that tell how far it is, and the last
 * word as the last line. An answer that breaks off tells that something failed, and that nothing was applied.
 */
export async function answerWithProgress(
  request: FastifyRequest,
  reply: FastifyReply,
  run: (tell: (progress: Progress) => void) => Promise<LastWord>,
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
    request.log.error({ err: error }, "an import failed; nothing was applied");
    lines.destroy(error as Error);
  }
  return reply;
}

export function toProblem({ id }: FastifyRequest, refusal: Refusal): LastWord {
  const { code, message } = refusal;
  const body: Problem = { message, errors: [{ code, description: message }], trackingId: id };
  return { status: statusOf(refusal), body };
}

/** A refusal that is the report as well: its errors have the lines. */
export function toRefusedReport({ id }: FastifyRequest, refusal: Refusal, report: ImportReport): LastWord {
  return { status: statusOf(refusal), body: { message: refusal.message, trackingId: id, ...report } };
}

/** The last word of the call that was the same and came first. */
export function toReplayed(
  request: FastifyRequest,
  before: Result<{ readonly status: number; readonly body: string }, Refusal>,
): LastWord {
  if (!before.ok) return toProblem(request, before.error);
  return { status: before.value.status, body: JSON.parse(before.value.body) as object };
}
