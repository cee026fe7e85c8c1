import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Feed, FeedRequest } from "../../feeds/feed.ts";
import { answerFeed } from "../../updates/answer-feed.ts";
import { ignoredHeaders } from "../../updates/ignored-parameters.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { sendRefusal } from "../problem.ts";
import { sendReply } from "./send-reply.ts";

/** Registers every route of these protocols under `/feeds/`. Installations have no token, so none is asked for. */
export function registerFeeds(app: FastifyInstance, context: UpdatesContext, feeds: readonly Feed[]): void {
  for (const feed of feeds) {
    for (const { method, path: url, query, meaningless = [] } of feed.routes) {
      const known = [...query, ...meaningless];
      app.route({
        method,
        url,
        handler: async (request, reply) => {
          reply.headers(ignoredHeaders(Object.keys(request.query as object), known));
          const answer = answerFeed(context, feed, toFeedRequest(method, request));
          return answer.ok ? sendReply(reply, answer.value) : sendRefusal(reply, answer.error);
        },
      });
    }
  }
}

/** The method is GET also for a HEAD, which Fastify answers as the GET without its body. */
function toFeedRequest(method: FeedRequest["method"], request: FastifyRequest): FeedRequest {
  const { params, query, headers, body } = request;
  return {
    method,
    params: params as FeedRequest["params"],
    query: query as FeedRequest["query"],
    headers,
    body,
  };
}
