import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Feed } from "../../feeds/feed.ts";
import { createFullAnswerer, type FullAnswerer } from "../../updates/full-answer.ts";
import { installationRoutes } from "../../updates/installation-route.ts";
import { sendByNode } from "../../updates/node-http.ts";
import { nodeBodyReader } from "../../updates/read-node-body.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { sendNoSuchPath } from "../problem.ts";

/**
 * Registers the check and every protocol under `/feeds/`, so that the framework knows them, counts them and waits for them.
 * They are answered by the room `updates/` alone. Installations have no token, so none is asked for.
 */
export function registerInstallations(
  app: FastifyInstance,
  context: UpdatesContext,
  feeds: readonly Feed[],
): void {
  const answer = createFullAnswerer(context, feeds);
  app.register(async (ofBytes) => {
    leaveBody(ofBytes);
    for (const { method, path } of installationRoutes(feeds)) {
      ofBytes.route({ method, url: path, handler: (request, reply) => handle(answer, request, reply) });
    }
  });
}

/** Leaves the body of a POST to whatever answers it: a protocol may sign over its bytes. */
function leaveBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
}

async function handle(answer: FullAnswerer, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { raw, id } = request;
  const ready = await answer({ request: raw, readBody: nodeBodyReader(raw), trackingId: id });
  if (ready === null) return sendNoSuchPath(request, reply);
  // A body that came too slowly is answered already.
  if (reply.sent) return reply;
  if (request.server.stopping?.isStopping) reply.raw.shouldKeepAlive = false;
  reply.hijack();
  sendByNode(reply.raw, ready);
  return reply;
}
