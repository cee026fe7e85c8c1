import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { refuse } from "../result.ts";
import { isLoopback } from "./loopback.ts";
import type { MetricsConfig } from "./metrics-config.ts";

/** Who asks for the metrics. */
export interface MetricsCaller {
  readonly headers: IncomingHttpHeaders;
  /** The address at the other end of the connection. */
  readonly address: string | undefined;
}

/** May read; has to send the token first; or must not learn that there are metrics. */
export type MetricsAccess = "allowed" | "token_needed" | "hidden";

/**
 * Whether a caller may read the metrics. With a token: those who send it. Else, on the port that everybody reaches:
 * programs on this machine alone, and not what a proxy on it passes on; for all others there is nothing.
 */
export function metricsAccess(
  { token }: Pick<MetricsConfig, "token">,
  on: "shared_port" | "own_port",
  { headers, address = "" }: MetricsCaller,
): MetricsAccess {
  if (token !== null) return sendsToken(headers, token) ? "allowed" : "token_needed";
  return on === "own_port" || isFromHere(headers, address) ? "allowed" : "hidden";
}

function sendsToken({ authorization = "" }: IncomingHttpHeaders, token: string): boolean {
  const sent = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "";
  return timingSafeEqual(hashOf(sent), hashOf(token));
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

export const TOKEN_NEEDED = refuse(
  "not_signed_in",
  "Metrics need the token of METRICS_TOKEN; send it: Authorization: Bearer <token>.",
);

/** The headers with which proxies say that a request is not their own. */
const PASSED_ON = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
] as const;

/** The headers of a request that decide who may read the metrics. */
export const METRICS_HEADERS: readonly string[] = ["authorization", ...PASSED_ON];

/** Whether a program on this machine asks by itself. No header can make another machine look like this one. */
function isFromHere(headers: IncomingHttpHeaders, address: string): boolean {
  return isLoopback(address) && PASSED_ON.every((name) => headers[name] === undefined);
}
