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
 * A function that says whether a request names one possible host (RFC 9112, 3.2). HTTP/1.0 may name none.
 */
export function createHostCheck(): (request: Pick<IncomingMessage, "rawHeaders">) => boolean {
  const isPossible = createHostValueCheck();
  return ({ rawHeaders }) => {
    const at = indexOfHost(rawHeaders, 0);
    if (at < 0) return true;
    // Node shows only the first of several elsewhere.
    if (indexOfHost(rawHeaders, at + 2) >= 0) return false;
    return isPossible(rawHeaders[at + 1] as string);
  };
}

/**
 * A function that says whether the value of a Host header is empty or a host. Caches the last one, because nearly every
 * request names the same.
 */
export function createHostValueCheck(): (value: string) => boolean {
  let last = "";
  return (value) => {
    if (value === last) return true;
    if (value !== "" && !isHost(value)) return false;
    last = value;
    return true;
  };
}

/**
 * Where the next Host header stands in names and values in turn, or -1. They are read as they came, since Node makes an
 * object of all headers when one of them is asked for by its name.
 */
function indexOfHost(rawHeaders: readonly string[], from: number): number {
  for (let at = from; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length === 4 && name.toLowerCase() === "host") return at;
  }
  return -1;
}

const MESSAGE =
  "The Host header must name one host that can be, such as updates.example.org:8443; correct it.";

/** Refuses a request whose Host cannot be believed, and ends its connection. */
export function refuseHost(response: ServerResponse): void {
  const { status, headers, body } = hostRefusal();
  response.writeHead(status, headers).end(body);
}

/** The answer to a request whose Host cannot be believed, with its headers as names and values in turn. */
export function hostRefusal(): {
  readonly status: number;
  readonly headers: string[];
  readonly body: string;
} {
  const trackingId = `SLUICE_${randomUUID()}`;
  const code: CallRefusalCode = "request_malformed";
  const problem: Problem = { message: MESSAGE, errors: [{ code, description: MESSAGE }], trackingId };
  const headers = ["content-type", "application/json; charset=utf-8", "trackingid", trackingId];
  return { status: 400, headers: [...headers, "connection", "close"], body: JSON.stringify(problem) };
}
