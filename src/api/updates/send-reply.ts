import type { FastifyReply } from "fastify";
import type { Reply } from "../../feeds/feed.ts";
import { toAskedBytes } from "../../store/files/byte-range.ts";

/** Sends a reply of the room `updates/` unchanged. */
export function sendReply(reply: FastifyReply, { status, headers, body }: Reply): FastifyReply {
  return reply
    .status(status)
    .headers(headers)
    .send(body === "" ? undefined : toSendable(body));
}

/** Fastify sends bytes only of a Buffer. */
function toSendable(body: string | Uint8Array): string | Buffer {
  return typeof body === "string" ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/**
 * Sends a reply of a feed: the part that is asked for where the feed says that it has parts (`accept-ranges`), and only
 * one part is asked for.
 */
export function sendFeedReply(reply: FastifyReply, whole: Reply): FastifyReply {
  const { method, headers: asked } = reply.request;
  const hasParts = whole.status === 200 && whole.headers["accept-ranges"] === "bytes";
  const isForPart = asked["if-range"] === undefined || asked["if-range"] === whole.headers.etag;
  if (asked.range === undefined || !hasParts || method !== "GET" || !isForPart)
    return sendReply(reply, whole);
  const bytes = Buffer.from(whole.body);
  const { kind, ...found } = toAskedBytes(asked.range, bytes.length);
  const [range, ...more] = "ranges" in found ? found.ranges : [];
  if (kind === "unsatisfiable") return sendReply(reply, noPart(whole, bytes.length));
  if (range === undefined || more.length > 0) return sendReply(reply, whole);
  const headers = { ...whole.headers, "content-range": `bytes ${range.start}-${range.end}/${bytes.length}` };
  return sendReply(reply, { status: 206, headers, body: bytes.subarray(range.start, range.end + 1) });
}

function noPart({ headers }: Reply, length: number): Reply {
  return { status: 416, headers: { ...headers, "content-range": `bytes */${length}` }, body: "" };
}
