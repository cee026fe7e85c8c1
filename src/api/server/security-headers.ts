import type { FastifyInstance, FastifyReply } from "fastify";
import { securityHeaders } from "../../updates/security-headers.ts";
import type { Config } from "../config.ts";

/** Adds the security headers to an answer, and keeps it out of every cache, unless its route says otherwise. */
export type Protect = (reply: FastifyReply) => FastifyReply;

/** Protects each answer as the address at which this server is reached asks for. */
export function protection({ publicUrl }: Pick<Config, "publicUrl">): Protect {
  const security = securityHeaders(publicUrl?.startsWith("https:") ?? false);
  const headers = [...security, "cache-control", "private, no-store"];
  return (reply) => {
    for (let at = 0; at < headers.length; at += 2) {
      const name = headers[at] as string;
      if (!reply.hasHeader(name)) reply.header(name, headers[at + 1]);
    }
    return reply;
  };
}

/** Protects every answer. One whose path cannot be read never comes to the hooks. */
export function protectAnswers(app: FastifyInstance, protect: Protect): void {
  app.addHook("onSend", async (_request, reply) => void protect(reply));
}
