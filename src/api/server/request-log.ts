import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type DestinationStream, type Logger, pino } from "pino";
import { EDGE_PATHS } from "../../updates/edge-protocol.ts";
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
    if (isLogged(request, reply)) request.log.info(lineOf(request, reply), "answered");
  });
}

/** Calls that are so frequent that they would hide everything else. */
const FREQUENT: ReadonlySet<string> = new Set(["/v1/updates/check", EDGE_PATHS.entries, EDGE_PATHS.checkIns]);

/** Whether a request is logged: a call of the API, and a refused one of an edge. */
function isLogged(request: FastifyRequest, { statusCode }: FastifyReply): boolean {
  const isRefusedEdge = statusCode >= 400 && request.routeOptions.url?.startsWith("/v1/edge/") === true;
  return isRefusedEdge || isCall(request);
}

/** Whether a request is a call of the API that is logged and traced. Checks, feeds, downloads and probes are not. */
export function isCall({ routeOptions: { url = "" } }: FastifyRequest): boolean {
  return url.startsWith("/v1/") && !FREQUENT.has(url);
}

function lineOf({ method, routeOptions, actor, traced }: FastifyRequest, reply: FastifyReply) {
  return {
    method,
    route: routeOptions.url,
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime),
    ...(actor && { actor: actor.id }),
    ...(traced && { traceId: traced.span.spanContext().traceId }),
  };
}
