import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { formatInstant } from "../../instant.ts";
import type { EdgeBounds } from "../../serving/edge-bounds.ts";
import { ledgerSource } from "../../store/ledger/ledger-table.ts";
import { BATCH_TYPE, EDGE_LIMITS, EDGE_PATHS, SERVER_HEADERS } from "../../updates/edge-protocol.ts";
import { lagHeaders } from "../../updates/lag.ts";
import { sendRefusal, sendThrown } from "../problem.ts";
import { ConnectedEdges } from "./connected-edges.ts";
import { edgeGate } from "./edge-gate.ts";
import type { EdgesContext } from "./edges-context.ts";
import { RecentEntries } from "./recent-entries.ts";
import { CheckpointQuery, checkpointSender } from "./send-checkpoint.ts";
import { EntriesQuery, entriesSender } from "./send-entries.ts";
import { keysSender } from "./send-keys.ts";
import { SharedImages } from "./shared-images.ts";
import { BATCH_TOO_LARGE, checkInsTaker } from "./take-check-ins.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** The edges that follow this server; without an edge key there are none. */
    edges: ConnectedEdges;
  }
}

/**
 * Registers the calls of edges, which answer installations for this server. They are no part of the API: without an edge key
 * their paths are unknown.
 */
export async function registerEdges(
  app: FastifyInstance,
  context: EdgesContext,
  bounds: EdgeBounds,
): Promise<void> {
  const edges = new ConnectedEdges(bounds.edges);
  app.decorate("edges", edges);
  const { edgeKey } = context.config;
  if (edgeKey === null) return;
  await app.register(async (scope) => {
    takeBatches(scope);
    scope.addHook("onRequest", edgeGate(edgeKey, edges));
    scope.addHook("preHandler", (_request, reply) => tellOfServer(context, reply));
    registerReads(scope, context, bounds);
    scope.post(
      EDGE_PATHS.checkIns,
      { errorHandler: sendThrownOfBatch },
      checkInsTaker(context, edges, bounds),
    );
  });
}

function registerReads(scope: FastifyInstance, context: EdgesContext, bounds: EdgeBounds): void {
  const recent = new RecentEntries(context.follower);
  const images = new SharedImages(context.follower);
  scope.addHook("preClose", async () => {
    recent.close();
    images.close();
  });
  const sources = { recent, ledger: ledgerSource(context.store.database) };
  const of = (querystring?: object) => ({
    exposeHeadRoute: false,
    ...(querystring && { schema: { querystring } }),
  });
  scope.get(EDGE_PATHS.checkpoint, of(CheckpointQuery), checkpointSender(images, bounds));
  scope.get(EDGE_PATHS.entries, of(EntriesQuery), entriesSender(sources, scope.edges, bounds));
  scope.get(EDGE_PATHS.keys, of(), keysSender(context));
}

/** What accepted answers tell of this server: its time, and whether it lags. */
async function tellOfServer({ follower, now }: EdgesContext, reply: FastifyReply): Promise<void> {
  const headers = { [SERVER_HEADERS.now]: formatInstant(now()), "cache-control": "no-store" };
  reply.headers({ ...headers, ...lagHeaders(follower) });
}

/** Accepts batches, and of no other call of edges a body. */
function takeBatches(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const options = { parseAs: "string", bodyLimit: EDGE_LIMITS.checkInBytes } as const;
  scope.addContentTypeParser(BATCH_TYPE, options, (_request, body, done) => done(null, body));
}

function sendThrownOfBatch(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return sendRefusal(reply, BATCH_TOO_LARGE);
  return sendThrown(error, request, reply);
}
