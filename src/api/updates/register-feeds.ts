import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Feed, type FeedRequest, NO_SUCH_FEED_FILE } from "../../feeds/feed.ts";
import { parseFeedPath } from "../../feeds/feed-path.ts";
import { type FeedRoute, fieldsOf } from "../../feeds/feed-route.ts";
import { answerFeed } from "../../updates/answer-feed.ts";
import { type FeedReply, type HeaderList, replyKey } from "../../updates/feed-replies.ts";
import { ignoredHeaders } from "../../updates/ignored-parameters.ts";
import { findNamed, type NamedInstallation } from "../../updates/named-installation.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { sendRefusal } from "../problem.ts";
import { sendFeedReply } from "./send-reply.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The reply of a feed that may be sent again to the same request, or null if there is none. */
    repeatable: FeedReply | null;
  }
}

/** Registers every protocol under `/feeds/`. Installations have no token, so none is asked for. */
export function registerFeeds(app: FastifyInstance, context: UpdatesContext, feeds: readonly Feed[]): void {
  app.decorateRequest("repeatable", null);
  for (const feed of feeds) registerMethod(app, context, feed, "GET");
  app.register(async (ofBytes) => {
    takeBytes(ofBytes);
    for (const feed of feeds) registerMethod(ofBytes, context, feed, "POST");
  });
}

/** The most bytes of a POST; an updater sends some kilobytes. */
const MOST_BYTES = 64 * 1024;

/** The most characters of the file that an address names, in which a protocol may look for several words. */
const MOST_FILE_CHARACTERS = 400;

/** Hands on the body of a POST as its bytes, whatever type it says: a protocol may sign over them. */
function takeBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MOST_BYTES }, (_request, body, done) =>
    done(null, body),
  );
}

function registerMethod(
  app: FastifyInstance,
  context: UpdatesContext,
  feed: Feed,
  method: FeedRoute["method"],
): void {
  const routes = feed.routes.filter((route) => route.method === method);
  if (routes.length === 0) return;
  const known = knownParameters(routes);
  for (const url of [`/feeds/${feed.name}/:organization`, `/feeds/${feed.name}/:organization/*`]) {
    app.route({
      method,
      url,
      onSend: async (request, reply) => keepReply(context, feed, request, reply),
      handler: async (request, reply) => {
        reply.headers(ignoredHeaders(Object.keys(request.query as object), known));
        const asked = toFeedRequest(context, feed, request);
        if (asked.file.length > MOST_FILE_CHARACTERS) return sendRefusal(reply, NO_SUCH_FEED_FILE);
        const call = {
          request: asked,
          named: namedIn(feed, request),
          ifNoneMatch: request.headers["if-none-match"],
        };
        const answer = await answerFeed(context, feed, call);
        if (!answer.ok) return sendRefusal(reply, answer.error);
        // A part is not what the same request without a range gets.
        request.repeatable = request.headers.range === undefined ? answer.value.repeatable : null;
        return sendFeedReply(reply, answer.value.reply);
      },
    });
  }
}

function knownParameters(routes: readonly FeedRoute[]): readonly string[] {
  return routes.flatMap((route) => [...fieldsOf(route), ...(route.ownQuery ?? [])]);
}

/** The installation that a request names, or null. */
function namedIn(feed: Feed, { params, query, headers }: FastifyRequest): NamedInstallation | null {
  const { pairs } = parseFeedPath((params as Readonly<Record<string, string | undefined>>)["*"] ?? "");
  return findNamed(feed, { query: query as FeedRequest["said"], pairs, headers });
}

/** The method is GET also for a HEAD, which Fastify answers as the GET without its body. */
function toFeedRequest(context: UpdatesContext, feed: Feed, request: FastifyRequest): FeedRequest {
  const params = request.params as Readonly<Record<string, string | undefined>>;
  const { pairs, file } = parseFeedPath(params["*"] ?? "");
  const said = { ...(request.query as FeedRequest["said"]), ...pairs };
  const [path = "", ...query] = request.url.split(/(?=\?)/);
  return {
    method: request.method === "POST" ? "POST" : "GET",
    organization: params.organization ?? "",
    file,
    said,
    path,
    query: query.join(""),
    origin: context.originOf(request.headers.host),
    headers: headersFor(feed, request.headers),
    body: request.body instanceof Uint8Array ? request.body : undefined,
  };
}

/** The headers that a protocol reads. */
function headersFor(
  { headers = [], installationHeader }: Feed,
  given: FastifyRequest["headers"],
): FeedRequest["headers"] {
  const read = installationHeader === undefined ? headers : [...headers, installationHeader];
  return Object.fromEntries(read.map((name) => [name, given[name]]));
}

/** Keeps a reply that may be sent again, with the headers that the server has added to it. */
function keepReply(context: UpdatesContext, feed: Feed, request: FastifyRequest, reply: FastifyReply): void {
  const { repeatable } = request;
  if (repeatable === null) return;
  const { url, headers } = request;
  const key = replyKey(feed, { url, headers, origin: context.originOf(headers.host) });
  if (key === null) return;
  const common = addedHeaders(reply, Object.keys(repeatable.reply.headers));
  context.feedReplies.keep(key, repeatable, common, context.fleet.calendar);
}

/** The headers that are made anew for each answer. */
const MADE_ANEW = [
  "trackingid",
  "cache-control",
  "sluice-lag",
  "etag",
  "vary",
  "content-length",
  "content-type",
];

/** What the server has added to a reply with these headers. */
function addedHeaders(reply: FastifyReply, own: readonly string[]): HeaderList {
  const added = Object.entries(reply.getHeaders()).filter(
    ([name]) => !MADE_ANEW.includes(name) && !own.includes(name),
  );
  return added.flatMap(([name, value]) => [name, String(value)]);
}
