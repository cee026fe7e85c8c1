import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Feed, FeedRequest, FeedRoute } from "../../feeds/feed.ts";
import { parseFeedPath } from "../../feeds/feed-path.ts";
import { answerFeed } from "../../updates/answer-feed.ts";
import { ignoredHeaders } from "../../updates/ignored-parameters.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { sendRefusal } from "../problem.ts";
import { sendReply } from "./send-reply.ts";

/** Registers every protocol under `/feeds/`. Installations have no token, so none is asked for. */
export function registerFeeds(app: FastifyInstance, context: UpdatesContext, feeds: readonly Feed[]): void {
  for (const feed of feeds) {
    for (const method of ["GET", "POST"] as const) {
      const routes = feed.routes.filter((route) => route.method === method);
      if (routes.length === 0) continue;
      const known = knownParameters(routes);
      for (const url of [`/feeds/${feed.name}/:organization`, `/feeds/${feed.name}/:organization/*`]) {
        app.route({
          method,
          url,
          handler: async (request, reply) => {
            reply.headers(ignoredHeaders(Object.keys(request.query as object), known));
            const answer = await answerFeed(context, feed, toFeedRequest(context, method, request));
            return answer.ok ? sendReply(reply, answer.value) : sendRefusal(reply, answer.error);
          },
        });
      }
    }
  }
}

function knownParameters(routes: readonly FeedRoute[]): readonly string[] {
  return routes.flatMap(({ query, ownQuery = [] }) => [...query, ...ownQuery]);
}

/** The method is GET also for a HEAD, which Fastify answers as the GET without its body. */
function toFeedRequest(
  context: UpdatesContext,
  method: FeedRequest["method"],
  request: FastifyRequest,
): FeedRequest {
  const { headers, body } = request;
  const params = request.params as Readonly<Record<string, string | undefined>>;
  const { pairs, file } = parseFeedPath(params["*"] ?? "");
  const said = { ...(request.query as FeedRequest["said"]), ...pairs };
  const [path = "", ...query] = request.url.split(/(?=\?)/);
  return {
    method,
    organization: params.organization ?? "",
    file,
    said,
    path,
    query: query.join(""),
    origin: context.originOf(headers.host),
    headers,
    body,
  };
}
