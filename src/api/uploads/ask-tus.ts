import { PassThrough, Readable } from "node:stream";
import { ByteLengthQueuingStrategy } from "node:stream/web";
import type { Server } from "@tus/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import { refusalOf } from "./tus-refusals.ts";
import { UPLOADS_PATH } from "./upload-directory.ts";

/** The media type of the bytes of a resumable upload. */
export const OFFSET_TYPE = "application/offset+octet-stream";
export const TUS_VERSION = "1.0.0";
/** The header that every call of the protocol needs. */
export const TUS_HEADERS = { "Tus-Resumable": `${TUS_VERSION}: the version of the tus protocol` };

const ASKED = /^(tus-|upload-|content-(type|length)$)/;
const ANSWERED = /^(tus-|upload-|location$|cache-control$)/;
/** The bytes that are read ahead of the disk. */
const AHEAD = 1024 ** 2;

/** Calls the tus server; gives the headers of its answer, or its refusal. The rest of a body is discarded. */
export async function askTus(
  server: Server,
  request: FastifyRequest,
  { id, metadata }: { readonly id?: string; readonly metadata?: string } = {},
): Promise<Result<Headers, Refusal>> {
  const headers = Object.entries(request.headers).filter(([name]) => ASKED.test(name)) as [string, string][];
  const bytes = request.body instanceof Readable ? tap(request.body) : null;
  const asked = new Request(`http://localhost${UPLOADS_PATH}${id ? `/${id}` : ""}`, {
    method: request.method,
    headers: {
      ...Object.fromEntries(headers),
      ...(metadata !== undefined && { "upload-metadata": metadata }),
    },
    ...(bytes && { body: toWeb(bytes.body), duplex: "half" }),
  });
  try {
    const answered = await server.handleWeb(asked);
    return answered.ok ? ok(answered.headers) : err(await refusalOf(answered));
  } finally {
    bytes?.letGo();
  }
}

/** Answers with the tus headers, but without those for browsers of other sites. */
export function sendTus(reply: FastifyReply, headers: Headers): FastifyReply {
  return reply.headers(Object.fromEntries([...headers].filter(([name]) => ANSWERED.test(name))));
}

/**
 * The bytes of a body, detached from its connection: giving up on them leaves the connection whole, so its sender can
 * still be answered.
 */
function tap(sent: Readable): { readonly body: Readable; readonly letGo: () => void } {
  const body = new PassThrough();
  sent.on("error", () => undefined);
  sent.once("close", () => {
    if (!sent.readableEnded) body.destroy(new Error("the sender is gone"));
  });
  sent.pipe(body);
  const letGo = () => {
    sent.unpipe(body);
    sent.resume();
    body.destroy();
  };
  return { body: body.on("error", () => undefined), letGo };
}

/** The body as a web stream. (Without a strategy of its own it would read thousands of chunks ahead.) */
function toWeb(body: Readable) {
  return Readable.toWeb(body, { strategy: new ByteLengthQueuingStrategy({ highWaterMark: AHEAD }) });
}
