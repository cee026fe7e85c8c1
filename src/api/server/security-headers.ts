import type { FastifyInstance, FastifyReply } from "fastify";
import { securityHeaders } from "../../updates/security-headers.ts";
import type { Config } from "../config.ts";

/** Adds the security headers to every answer, and keeps it out of every cache unless its route says otherwise. */
export function protectAnswers(app: FastifyInstance, { publicUrl }: Pick<Config, "publicUrl">): void {
  const headers = securityHeaders(publicUrl?.startsWith("https:") ?? false);
  app.addHook("onRequest", async (_request, reply) => addMissing(reply, headers));
  // A request with a path that cannot be read is answered without the first hook.
  app.addHook("onSend", async (_request, reply) => {
    addMissing(reply, headers);
    addMissing(reply, ["cache-control", "private, no-store"]);
  });
}

function addMissing(reply: FastifyReply, list: readonly string[]): void {
  for (let at = 0; at < list.length; at += 2) {
    const name = list[at] as string;
    if (!reply.hasHeader(name)) reply.header(name, list[at + 1]);
  }
}
