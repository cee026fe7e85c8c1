import { Buffer } from "node:buffer";
import { toAskedBytes } from "../catalog/byte-range.ts";
import type { Reply } from "../feeds/feed.ts";
import type { UpdateRequest } from "./http.ts";

/**
 * The part of a feed's reply that a request asks for (RFC 9110, section 14), where the feed says that it has parts
 * (`accept-ranges`) and only one part is asked for; else the whole reply.
 */
export function partOfReply(whole: Reply, { method, headers: asked }: UpdateRequest): Reply {
  const { range } = asked;
  const hasParts = whole.status === 200 && whole.headers["accept-ranges"] === "bytes";
  const isForPart = asked["if-range"] === undefined || asked["if-range"] === whole.headers.etag;
  if (range === undefined || !hasParts || method !== "GET" || !isForPart) return whole;
  const bytes = Buffer.from(whole.body);
  const found = toAskedBytes(range, bytes.length);
  if (found.kind === "unsatisfiable") return noPart(whole, bytes.length);
  if (found.kind === "full" || found.ranges.length > 1) return whole;
  const [{ start, end }] = found.ranges;
  const headers = withRange(whole, `bytes ${start}-${end}/${bytes.length}`);
  return { status: 206, headers, body: bytes.subarray(start, end + 1) };
}

function noPart(whole: Reply, length: number): Reply {
  return { status: 416, headers: withRange(whole, `bytes */${length}`), body: "" };
}

function withRange({ headers }: Reply, range: string): Reply["headers"] {
  return Object.assign({}, headers, { "content-range": range });
}
