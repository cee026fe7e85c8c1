import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { refuse } from "../../result.ts";
import type { EdgeBounds } from "../../serving/edge-bounds.ts";
import { BATCH_TYPE, EDGE_LIMITS } from "../../updates/edge-protocol.ts";
import { sendRefusal } from "../problem.ts";
import type { ConnectedEdges } from "./connected-edges.ts";
import { edgeNameOf } from "./edge-gate.ts";
import { type EntrySources, findEntries } from "./find-entries.ts";
import { wholeNumber } from "./whole-number.ts";

export const EntriesQuery = z.strictObject({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  hash: z.string().regex(/^[0-9a-f]{64}$/, "is the hash of an entry: 64 hex digits in lower case"),
  max: wholeNumber(1, EDGE_LIMITS.entries),
  wait: wholeNumber(0, EDGE_LIMITS.waitSeconds),
});

/** Makes `GET /v1/edge/entries`: what an edge lacks of the ledger, or what comes next. */
export function entriesSender(sources: EntrySources, edges: ConnectedEdges, { waiting }: EdgeBounds) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { after, hash, max, wait } = request.query as z.output<typeof EntriesQuery>;
    if (edges.waiting >= waiting) return sendRefusal(reply, TOO_MANY);
    edges.reached(edgeNameOf(request), after);
    const gone = new AbortController();
    const onClose = () => gone.abort();
    reply.raw.once("close", onClose);
    const asked = { position: { sequence: after, hash }, max, waitMs: wait * 1000, signal: gone.signal };
    edges.waiting++;
    const found = await findEntries(sources, asked).finally(() => edges.waiting--);
    reply.raw.off("close", onClose);
    if (!found.ok) return sendRefusal(reply, found.error);
    return reply.type(BATCH_TYPE).send(await asBody(found.value));
  };
}

/** A text if it is one slice, which is cheaper; else a stream. */
async function asBody(slices: AsyncIterable<string>): Promise<string | Readable> {
  const iterator = slices[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return "";
  const second = await iterator.next();
  if (second.done) return first.value;
  async function* all() {
    yield first.value;
    yield second.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return Readable.from(all());
}

const TOO_MANY = refuse(
  "edges_exceeded",
  "As many answers wait for the next change as this server holds; ask again soon, or another server.",
);
