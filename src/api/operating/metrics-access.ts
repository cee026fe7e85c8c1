import { timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../../result.ts";
import { hashSecret } from "../authenticate.ts";
import { isLoopback } from "../loopback.ts";
import type { MetricsConfig } from "../metrics-config.ts";
import { sendNoSuchPath, sendRefusal } from "../problem.ts";

type Gate = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/**
 * Makes the check of who may read the metrics. With a token: those who send it. Else, on the port that everybody
 * reaches: programs on this machine alone, and not what a proxy on it passes on; for all others there is nothing.
 */
export function metricsGate({ token }: MetricsConfig, on: "shared_port" | "own_port"): Gate {
  if (token !== null) {
    return async (request, reply) =>
      sendsToken(request, token) ? undefined : sendRefusal(reply, TOKEN_NEEDED);
  }
  if (on === "own_port") return async () => undefined;
  return async (request, reply) => (isFromHere(request) ? undefined : sendNoSuchPath(request, reply));
}

const TOKEN_NEEDED = refuse(
  "not_signed_in",
  "Metrics need the token of METRICS_TOKEN; send it: Authorization: Bearer <token>.",
);

function sendsToken({ headers }: FastifyRequest, token: string): boolean {
  const sent = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  return timingSafeEqual(Buffer.from(hashSecret(sent)), Buffer.from(hashSecret(token)));
}

/** The headers with which proxies say that a request is not their own. */
const PASSED_ON = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
] as const;

/** Whether a program on this machine asks by itself. No header can make another machine look like this one. */
function isFromHere({ raw, headers }: FastifyRequest): boolean {
  const { remoteAddress = "" } = raw.socket;
  return isLoopback(remoteAddress) && PASSED_ON.every((name) => headers[name] === undefined);
}
