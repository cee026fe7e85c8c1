import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "../config.ts";

/** Fields that are never logged, wherever they are in an object. */
const SECRETS = ["authorization", "cookie", "set-cookie", "password", "oneTimePassword", "token", "secret"];

/** The server's log: one JSON object a line on standard error, without secrets. */
export function makeLog(
  level: Config["logLevel"],
  destination: DestinationStream = pino.destination(2),
): Logger {
  const paths = SECRETS.flatMap((name) => ["", "*", "*.*"].map((prefix) => `${prefix}["${name}"]`));
  return pino({ level, redact: { paths, censor: "(not shown)" } }, destination);
}

/** Logs one line for each answered API call, without its query and body, which may hold secrets. */
export function logRequests(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    if (isApiCall(request)) request.log.info(lineOf(request, reply), "answered");
  });
}

/**
 * Whether a request is logged. Checks, feeds, downloads and probes are not: they are so frequent that they would hide
 * everything else.
 */
function isApiCall({ routeOptions: { url } }: FastifyRequest): boolean {
  return (url?.startsWith("/v1/") ?? false) && url !== "/v1/updates/check";
}

function lineOf({ method, routeOptions, actor }: FastifyRequest, reply: FastifyReply) {
  return {
    method,
    route: routeOptions.url,
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime),
    ...(actor && { actor: actor.id }),
  };
}
