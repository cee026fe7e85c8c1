import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  type ZodFastifySchemaValidationError,
} from "fastify-type-provider-zod";
import type { Problem } from "../contract/problem.ts";
import type { CallRefusalCode } from "../refusal-code.ts";
import { type Refusal, refuse } from "../result.ts";
import { refuseFault } from "../store/database-faults.ts";
import { isCallRefusalCode, statusOf } from "./refusals.ts";

/** In how many seconds a caller may ask again, by the status of the refusal. */
const RETRY_SECONDS: Readonly<Record<number, string>> = { 503: "5", 507: "60" };

/** Answers with a refusal: its status, its sentence, its code and the id of the request. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const status = statusOf(refusal);
  if (status === 401) reply.header("www-authenticate", "Bearer");
  const seconds = RETRY_SECONDS[status];
  if (seconds && !reply.hasHeader("retry-after")) reply.header("retry-after", seconds);
  return send(reply, status, refusal.message, [{ code: refusal.code, description: refusal.message }]);
}

/** The most errors that one answer lists, the first ones, and the most characters of an input that it repeats. */
const MOST_ERRORS = 20;
const MOST_CHARACTERS = 200;
const MOST_SENTENCE = 1_000;

function shorten(text: string, most = MOST_CHARACTERS): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** Answers a thrown error: bad input as Fastify and zod report it, and bugs, of which the caller learns only the id. */
export function sendThrown(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validationContext ?? "request";
    const errors = error.validation
      .slice(0, MOST_ERRORS)
      .flatMap((fault) => toErrors(fault, where))
      .slice(0, MOST_ERRORS);
    return send(reply, 400, errors[0]?.description ?? "The request is not valid.", errors);
  }
  const known = KNOWN[error.code];
  if (known) return sendRefusal(reply, known);
  if (error.statusCode && error.statusCode < 500) {
    return send(reply, error.statusCode, error.message, [
      { code: "request_malformed", description: error.message },
    ]);
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
  const path = shorten(request.url.split("?")[0] ?? "");
  const message = `There is nothing at ${request.method} ${path}; see /v1/openapi.json for the paths.`;
  return sendRefusal(reply, refuse("path_unknown", message));
}

const BUG = refuse(
  "internal",
  "Something went wrong on the server, and nothing was changed; look up the trackingId in its log.",
);

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
  FST_ERR_BAD_URL: {
    code: "path_malformed",
    message: "The path cannot be read; use UTF-8, percent-encoded where needed.",
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    code: "path_too_long",
    message: "A part of the path is too long; use at most 400 characters.",
  },
};

function toErrors(fault: ZodFastifySchemaValidationError, where: string): readonly Fault[] {
  const params = fault.params as {
    issue?: { params?: { code?: unknown } };
    params?: { code?: unknown };
    keys?: string[];
  };
  const path = shorten(fault.instancePath.split("/").filter(Boolean).join(".")) || where;
  if (fault.keyword === "unrecognized_keys") {
    return (params.keys ?? []).slice(0, MOST_ERRORS).map((key) => ({
      code: "unknown_field" as const,
      description: `"${shorten(key)}" is not a field of ${path === where ? `the ${where}` : path}; leave it out`,
    }));
  }
  const own = params.params?.code ?? params.issue?.params?.code;
  const code = isCallRefusalCode(own) ? own : "invalid_field";
  return [{ code, description: `${path}: ${shorten(fault.message ?? "not valid", MOST_SENTENCE)}` }];
}

/** One fault of a refused call, with a code of the closed list. */
interface Fault {
  readonly code: CallRefusalCode;
  readonly description: string;
}

function send(reply: FastifyReply, status: number, message: string, faults: readonly Fault[]): FastifyReply {
  const body: Problem = { message, errors: [...faults], trackingId: reply.request.id };
  reply.header("TrackingID", reply.request.id);
  return reply.status(status).type("application/json; charset=utf-8").serializer(JSON.stringify).send(body);
}
