import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  type ZodFastifySchemaValidationError,
} from "fastify-type-provider-zod";
import type { Problem } from "../contract/problem.ts";
import { isCallRefusalCode, retryAfter, statusOf } from "../refusal-status.ts";
import type { Refusal } from "../result.ts";
import { refuseFault } from "../store/database-faults.ts";
import { boundText, type Fault } from "../updates/bound-faults.ts";
import { BUG, noSuchPath, PATH_MALFORMED, PATH_TOO_LONG, toProblem } from "../updates/problem-reply.ts";

/** The most characters of an input that a sentence repeats. */
const MOST_REPEATED = 200;

/** Answers with a refusal: its status, its sentence, its code and the id of the request. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const status = statusOf(refusal);
  if (status === 401) reply.header("www-authenticate", "Bearer");
  const retry = retryAfter(status);
  if (retry !== null && !reply.hasHeader("retry-after")) reply.header("retry-after", retry);
  const { code, message, quota } = refusal;
  const problem = toProblem(message, [{ code, description: message }], reply.request.id);
  return send(reply, status, quota === undefined ? problem : { ...problem, quota });
}

/** Answers a thrown error: bad input as Fastify and zod report it, and bugs, of which the caller learns only the id. */
export function sendThrown(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { validation, validationContext: where = "request" } = error;
    const faults = validation.flatMap((fault) => toFaults(fault, where));
    const message = faults[0]?.description ?? "The request is not valid.";
    return send(reply, 400, toProblem(message, faults, request.id));
  }
  const known = KNOWN[error.code];
  if (known) return sendRefusal(reply, known);
  if (error.statusCode && error.statusCode < 500) {
    const fault = { code: "request_malformed", description: error.message } as const;
    return send(reply, error.statusCode, toProblem(error.message, [fault], request.id));
  }
  return sendRefusal(reply, refuseUnexpected(error, request));
}

/**
 * The refusal for an error that nobody expected, which is logged: what the database cannot do right now as a warning,
 * everything else as a bug.
 */
export function refuseUnexpected(error: unknown, { log }: Pick<FastifyRequest, "log">): Refusal {
  const fault = refuseFault(error);
  if (fault) log.warn({ err: error }, "the database cannot do this right now");
  else log.error({ err: error }, "a bug, or something this server stands on failed");
  return fault ?? BUG;
}

/** Answers a request for an unknown path. */
export function sendNoSuchPath(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendRefusal(reply, noSuchPath(request.method, request.url));
}

const KNOWN: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: "body_too_large",
    message: "The body is larger than 1 MiB; send less (builds are uploaded on their own path).",
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "content_type_unknown",
    message: "This content type is not supported; send application/json.",
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: "json_malformed",
    message: "The body is not valid JSON; correct it.",
  },
  FST_ERR_BAD_URL: PATH_MALFORMED,
  FST_ERR_MAX_PARAM_LENGTH: PATH_TOO_LONG,
};

function toFaults(fault: ZodFastifySchemaValidationError, where: string): readonly Fault[] {
  const params = fault.params as {
    issue?: { params?: { code?: unknown } };
    params?: { code?: unknown };
    keys?: string[];
  };
  const path = boundText(fault.instancePath.split("/").filter(Boolean).join("."), MOST_REPEATED) || where;
  if (fault.keyword === "unrecognized_keys") {
    return (params.keys ?? []).map((key) => ({
      code: "unknown_field" as const,
      description: `"${boundText(key, MOST_REPEATED)}" is not a field of ${path === where ? `the ${where}` : path}; leave it out`,
    }));
  }
  const own = params.params?.code ?? params.issue?.params?.code;
  const code = isCallRefusalCode(own) ? own : "invalid_field";
  return [{ code, description: `${path}: ${fault.message ?? "not valid"}` }];
}

/** Answers with the faults of a call, at most some kB of them whatever was sent. */
function send(reply: FastifyReply, status: number, body: Problem): FastifyReply {
  reply.header("TrackingID", reply.request.id);
  return reply.status(status).type("application/json; charset=utf-8").serializer(JSON.stringify).send(body);
}
