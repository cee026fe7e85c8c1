import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { FEEDS } from "../feeds/feeds.ts";
import type { Connections } from "../serving/connections.ts";
import { createHostCheck, refuseHost } from "../serving/host-header.ts";
import type { Limits } from "../serving/limits.ts";
import { basePathOf } from "../serving/public-address.ts";
import type { Stopping } from "../serving/stop-server.ts";
import { type AnswerGuard, createAnswerGuard } from "../updates/answer-guard.ts";
import { createFastAnswerer } from "../updates/answerer.ts";
import { sendByNode, sendInstead } from "../updates/node-http.ts";
import { securityHeaders } from "../updates/security-headers.ts";
import type { ServerContext } from "./server-context.ts";

/** What the HTTP server of a context works with, beside the context. */
export interface HttpServerParts {
  readonly limits: Limits;
  readonly stopping: Stopping;
  readonly connections: Connections;
}

/**
 * The HTTP server of a context, not listening yet. Shows every request that names one host to the fast check and the fast feed
 * before `handle` sees it, which is the web framework.
 */
export function makeServer(
  context: ServerContext,
  { limits, stopping, connections }: HttpServerParts,
  handle: RequestListener,
): Server {
  const answer = fastFirst(context, handle);
  const guard = guardFor(context);
  const namesOneHost = createHostCheck();
  const basePath = basePathOf(context.config);
  const options = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.lookMs,
  };
  const server = createServer(options, (request, response) => {
    if (stopping.isStopping) response.shouldKeepAlive = false;
    // A proxy may leave the path of the public address in the requests, or take it out.
    if (basePath !== "" && request.url?.startsWith(`${basePath}/`)) {
      request.url = request.url.slice(basePath.length);
    }
    if (!namesOneHost(request)) return refuseHost(response);
    void guard(
      request,
      () => answer(request, response),
      (reply) => sendInstead(response, reply),
    );
  });
  connections.watch(server);
  return server;
}

function fastFirst(
  context: ServerContext,
  handle: RequestListener,
): (request: IncomingMessage, response: ServerResponse) => void {
  const answerFast = createFastAnswerer(context, FEEDS);
  return (request, response) => {
    const begunAt = performance.now();
    const ready = answerFast(request);
    if (ready === null) return handle(request, response);
    sendByNode(response, ready);
    context.fastCheckLatencies.note(performance.now() - begunAt);
  };
}

function guardFor({ log, originOf }: Pick<ServerContext, "log" | "originOf">): AnswerGuard {
  return createAnswerGuard({
    security: securityHeaders(originOf(undefined).startsWith("https:")),
    tell: (err, request) => log.error({ err, ...request }, "a request could not be answered"),
  });
}
