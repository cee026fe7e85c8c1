import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { IMAGE_FORMAT } from "../../fleet/world-image.ts";
import { refuse } from "../../result.ts";
import type { EdgeBounds } from "../../serving/edge-bounds.ts";
import { POSITION_HEADERS } from "../../updates/edge-protocol.ts";
import { sendRefusal } from "../problem.ts";
import type { SharedImages } from "./shared-images.ts";
import { wholeNumber } from "./whole-number.ts";

const MINUTE_MS = 60_000;

export const CheckpointQuery = z.strictObject({ format: wholeNumber(0, 1_000_000) });

/**
 * Makes `GET /v1/edge/checkpoint`: the world in memory as bytes, for an edge that starts. It is a copy, so the world goes on
 * while it is sent.
 */
export function checkpointSender(images: SharedImages, bounds: EdgeBounds) {
  const sent = { since: performance.now(), bytes: 0 };
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { format } = request.query as z.output<typeof CheckpointQuery>;
    if (format !== IMAGE_FORMAT) return sendRefusal(reply, refuseFormat(format));
    if (performance.now() - sent.since >= MINUTE_MS)
      Object.assign(sent, { since: performance.now(), bytes: 0 });
    if (images.sending >= bounds.checkpoints || sent.bytes >= bounds.checkpointBytesAMinute)
      return sendRefusal(reply, TOO_MANY);
    const image = await images.get();
    if (!image.ok) return sendRefusal(reply, image.error);
    const { head } = image.value;
    const body = Readable.from(counted(images.send(image.value), sent));
    endAfter(body, bounds.checkpointMs);
    reply.header(POSITION_HEADERS.sequence, String(head.sequence)).header(POSITION_HEADERS.hash, head.hash);
    return reply.type("application/octet-stream").send(body);
  };
}

async function* counted(
  parts: AsyncIterable<Uint8Array>,
  sent: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    sent.bytes += part.length;
    yield part;
  }
}

/** Cuts off a reader that is too slow: what it reads is kept in memory as long. */
function endAfter(body: Readable, milliseconds: number): void {
  const timer = setTimeout(() => body.destroy(new Error("the edge reads too slowly")), milliseconds).unref();
  body.once("close", () => clearTimeout(timer));
}

function refuseFormat(format: number) {
  return refuse(
    "checkpoint_format_unknown",
    `This server writes checkpoints of format ${IMAGE_FORMAT}, and the edge reads format ${format}; run an edge of the version of the server.`,
  );
}

const TOO_MANY = refuse(
  "edges_exceeded",
  "As many edges are beginning as this server can send checkpoints to; try again soon, or ask another server.",
);
