import type { FastifyReply } from "fastify";
import type { Reply } from "../../feeds/feed.ts";

/** Sends a reply of the room `updates/` unchanged. */
export function sendReply(reply: FastifyReply, { status, headers, body }: Reply): FastifyReply {
  return reply
    .status(status)
    .headers(headers)
    .send(body === "" ? undefined : body);
}
