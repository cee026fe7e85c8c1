import type { FastifyReply } from "fastify";
import type { Reply } from "../../feeds/feed.ts";

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
