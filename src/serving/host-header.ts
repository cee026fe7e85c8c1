import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isIPv6 } from "node:net";
import type { Problem } from "../contract/problem.ts";
import type { CallRefusalCode } from "../refusal-code.ts";

const NAME = /^([A-Za-z0-9._-]{1,253})(?::(\d{1,5}))?$/;
const ADDRESS = /^\[([0-9A-Fa-f:.]{2,45})\](?::(\d{1,5}))?$/;
const MOST_PORT = 65_535;

/** Whether a text can be a host with or without a port: a name, an IPv4 address, or an IPv6 address in brackets. */
export function isHost(text: string): boolean {
  const name = NAME.exec(text);
  const address = name ? null : ADDRESS.exec(text);
  if (!name && !(address && isIPv6(address[1] ?? ""))) return false;
  return Number((name ?? address)?.[2] ?? 0) <= MOST_PORT;
}

/**
 * A function that says whether a request names one possible host (RFC 9112, 3.2). HTTP/1.0 may name none. Caches the
 * last host, because nearly every request names the same.
 */
export function createHostCheck(): (request: IncomingMessage) => boolean {
  let last = "";
  return ({ headers: { host = "" }, rawHeaders }) => {
    if (host !== last) {
      if (host !== "" && !isHost(host)) return false;
      last = host;
    }
    return countHosts(rawHeaders) <= 1;
  };
}

/** How many Host headers there are; Node shows only the first of them elsewhere. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length === 4 && name.toLowerCase() === "host") count++;
  }
  return count;
}

const MESSAGE =
  "The Host header must name one host that can be, such as updates.example.org:8443; correct it.";

/** Refuses a request whose Host cannot be believed, and ends its connection. */
export function refuseHost(response: ServerResponse): void {
  const trackingId = `SLUICE_${randomUUID()}`;
  const code: CallRefusalCode = "request_malformed";
  const problem: Problem = { message: MESSAGE, errors: [{ code, description: MESSAGE }], trackingId };
  const headers = { "content-type": "application/json; charset=utf-8", trackingid: trackingId };
  response.writeHead(400, { ...headers, connection: "close" }).end(JSON.stringify(problem));
}
