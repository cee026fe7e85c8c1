import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { EventsQuery } from "../../contract/event.ts";
import { Problem } from "../../contract/problem.ts";
import { parsePosition, type WrittenPosition } from "../../ledger/written-position.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Context } from "../context.ts";
import { type AnyEndpoint, signIn } from "../endpoint.ts";
import { sendRefusal } from "../problem.ts";
import type { EventHub } from "./event-hub.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** The open streams of events. */
    events: EventHub;
  }
}

const SUMMARY =
  "Changes as they happen, as server-sent events: ready, change, refresh, reset and, at the end, signed_out";
const RETRY_SECONDS = "15";

/** `GET /v1/events`: the answer never ends by itself, so it is not an endpoint like the others. */
export const streamEvents: AnyEndpoint = {
  method: "GET",
  path: "/v1/events",
  summary: SUMMARY,
  query: EventsQuery,
  answerTypes: ["text/event-stream"],
  register,
};

function register(app: FastifyInstance, context: Context): void {
  app.route({
    method: "GET",
    url: "/v1/events",
    schema: { summary: SUMMARY, querystring: EventsQuery, response: { "4xx": Problem } },
    onRequest: (request, reply) => signIn(context, request, reply),
    handler: (request, reply) => {
      const { after } = request.query as z.output<typeof EventsQuery>;
      return answer(request, reply, positionOf(request, after));
    },
  });
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  after: WrittenPosition | null | undefined,
): FastifyReply {
  const { session, sponsorIds } = request;
  const signedIn = { actor: request.actor as Actor, session, sponsorIds: sponsorIds ?? [] };
  if (request.method === "HEAD") return asStream(reply).send(Readable.from([]));
  const opened = request.server.events.open(signedIn, after);
  if (opened.ok) return asStream(reply).send(opened.value.body);
  return sendRefusal(reply.header("retry-after", RETRY_SECONDS), opened.error);
}

/** Sets headers that keep proxies from buffering or changing the stream. */
function asStream(reply: FastifyReply): FastifyReply {
  return reply
    .type("text/event-stream; charset=utf-8")
    .headers({ "cache-control": "no-store, no-transform", "x-accel-buffering": "no" });
}

/** The reader's position: the header of a reconnect goes before the query, which stays what it was at first. */
function positionOf(
  { headers }: FastifyRequest,
  after: string | undefined,
): WrittenPosition | null | undefined {
  const lastEventId = headers["last-event-id"];
  const named = lastEventId === undefined || lastEventId === "" ? after : String(lastEventId);
  return named === undefined ? undefined : parsePosition(named);
}
