import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../../result.ts";
import { EDGE_HEADERS, EDGE_PROTOCOL } from "../../updates/edge-protocol.ts";
import { sendRefusal } from "../problem.ts";
import { isWithinRate } from "../server/rate-limit.ts";
import type { ConnectedEdges } from "./connected-edges.ts";

/** The form of an edge's name for itself. */
const NAME = /^[\w.-]{1,64}$/;

/**
 * Makes the check of who may call as an edge, before a body is read: who sends the edge key, and speaks this version of
 * the protocol. Calls without the key are counted by address as all anonymous ones; those with it have no such limit.
 */
export function edgeGate(
  key: string,
  edges: ConnectedEdges,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  const digest = digestOf(key);
  return async (request, reply) => {
    const { headers } = request;
    const sent = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
    if (!timingSafeEqual(digestOf(sent), digest)) {
      return (await isWithinRate(request, reply)) ? sendRefusal(reply, KEY_NEEDED) : reply;
    }
    if (headers[EDGE_HEADERS.protocol] !== EDGE_PROTOCOL) return sendRefusal(reply, PROTOCOL_UNKNOWN);
    const name = edgeNameOf(request);
    if (!NAME.test(name)) return sendRefusal(reply, NAME_NEEDED);
    return edges.admit(name) ? undefined : sendRefusal(reply, EDGES_EXCEEDED);
  };
}

/** The name that the edge of a call gives itself; empty if it gives none. */
export function edgeNameOf({ headers }: FastifyRequest): string {
  return String(headers[EDGE_HEADERS.edge] ?? "");
}

function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

const KEY_NEEDED = refuse(
  "not_signed_in",
  "Edges need the edge key; send it: Authorization: Bearer <SLUICE_EDGE_KEY>.",
);
const PROTOCOL_UNKNOWN = refuse(
  "edge_protocol_unknown",
  `This server speaks version ${EDGE_PROTOCOL} of the protocol between edges and servers, and the header ${EDGE_HEADERS.protocol} does not name it; run an edge of the version of the server.`,
);
const NAME_NEEDED = refuse(
  "header_missing",
  `Each call of an edge needs the header ${EDGE_HEADERS.edge}; send a name of 1 to 64 letters, digits, dots, dashes and underscores, the same each time.`,
);
const EDGES_EXCEEDED = refuse(
  "edges_exceeded",
  "As many edges follow this server as it takes; let this one follow another server, or end some.",
);
