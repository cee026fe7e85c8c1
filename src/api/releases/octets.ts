import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";

/** The media type of the bytes of a file. */
export const OCTETS = "application/octet-stream";

/** Has a scope pass on bodies of bytes as streams, unread. */
export function takeOctets(app: FastifyInstance): void {
  app.addContentTypeParser(OCTETS, (_request, payload, done) => done(null, payload));
}

/** Whether a body came as bytes. */
export function isStream(body: unknown): body is Readable {
  return body instanceof Readable;
}
