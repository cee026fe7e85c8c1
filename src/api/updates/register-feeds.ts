import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Feed, FeedRequest } from "../../feeds/feed.ts";
import { answerFeed } from "../../updates/answer-feed.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { sendRefusal } from "../problem.ts";
import { sendReply } from "./send-reply.ts";

/** Registers every route of these protocols under `/feeds/`. Installations have no token, so none is asked for. */
export function registerFeeds(app: FastifyInstance, context: UpdatesContext, feeds: readonly Feed[]): void {
  for (const feed of feeds) {
    for (const { method, path: url } of feed.routes) {
      app.route({
        method,
        url,
        handler: async (request, reply) => {
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
    query: Object.fromEntries(
      Object.entries(query as QueryTexts).map(([name, value]) => [name, [value].flat()[0]]),
    ),
    headers,
    body,
  };
}

/** The parameters of a query; one that is given several times is a list, and its first value counts. */
type QueryTexts = Readonly<Record<string, string | readonly string[] | undefined>>;
