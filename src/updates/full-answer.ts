import {
  CHECK_LIMITS,
  type Feed,
  type FeedRequest,
  headersReadBy,
  NO_SUCH_FEED_FILE,
  type Reply,
  readText,
} from "../feeds/feed.ts";
import { parseFeedPath } from "../feeds/feed-path.ts";
import { type Refusal, refuse } from "../result.ts";
import { type AnsweredFeed, answerFeed } from "./answer-feed.ts";
import { answerCheck } from "./check.ts";
import { readCheckQuery } from "./check-query.ts";
import { replyKey } from "./feed-replies.ts";
import { createRouteFinder, type FoundRoute } from "./find-route.ts";
import {
  type BodyReader,
  declaredHeaders,
  type HeaderList,
  type ReadyReply,
  type UpdateRequest,
} from "./http.ts";
import { ignoredHeaders } from "./ignored-parameters.ts";
import { findNamed, readInstallationHeader } from "./named-installation.ts";
import { partOfReply } from "./part-of-reply.ts";
import { faultsReply, refusalReply } from "./problem-reply.ts";
import { toReadyReply } from "./ready-reply.ts";
import { securityHeaders } from "./security-headers.ts";
import type { UpdatesContext } from "./updates-context.ts";

/** A request that is answered by deciding anew. */
export interface FullRequest {
  readonly request: UpdateRequest;
  readonly readBody: BodyReader;
  /** The id of the request, which its answer names. */
  readonly trackingId: string;
}

/** Answers any request of an installation, or gives null if its path is none of installations. */
export type FullAnswerer = (asked: FullRequest) => ReadyReply | Promise<ReadyReply> | null;

/** The most bytes of a POST; an updater sends some kilobytes. */
const MOST_KIB = 64;

/** The most characters of the file that an address names, in which a protocol may look for several words. */
const MOST_FILE_CHARACTERS = 400;

const BODY_TOO_LARGE = refuse("body_too_large", `The body is larger than ${MOST_KIB} KiB; send less.`);

/**
 * An answerer of the check and of some feeds: it reads the address whatever is in it, decides, notes, and keeps what may
 * be sent again. Refuses as every call is refused.
 */
export function createFullAnswerer(context: UpdatesContext, feeds: readonly Feed[]): FullAnswerer {
  const findRoute = createRouteFinder(feeds);
  const security = securityHeaders(context.originOf(undefined).startsWith("https:"));
  return (asked) => {
    const { method = "GET", url = "" } = asked.request;
    const found = findRoute(method, url);
    if (found === null) return null;
    const { trackingId } = asked;
    const around = { asked, security, common: [...security, "trackingid", trackingId] };
    if (!found.ok) return toReadyReply(refusalReply(found.error, trackingId), around.common);
    return answerRoute(context, found.value, around);
  };
}

/** A request with the headers that every answer to it has. */
interface AroundRequest {
  readonly asked: FullRequest;
  readonly security: HeaderList;
  readonly common: HeaderList;
}

function answerRoute(
  context: UpdatesContext,
  found: FoundRoute,
  { asked, security, common }: AroundRequest,
): ReadyReply | Promise<ReadyReply> {
  const { route, query } = found;
  const ignored = Object.entries(ignoredHeaders(Object.keys(query), route.known)).flat();
  const send = (reply: Reply) => toReadyReply(reply, [...common, ...ignored]);
  if (route.feed === null) return send(checkReply(context, found, asked));
  const keeper = { context, feed: route.feed, common: [...security, ...ignored] };
  return feedReply(keeper, found, asked).then(send);
}

function checkReply(
  context: UpdatesContext,
  { query: said, installation: inPath }: FoundRoute,
  { request, trackingId }: FullRequest,
): Reply {
  const query = readCheckQuery(said);
  if (!query.ok) return faultsReply(query.error, trackingId);
  const inAddress = readText(inPath, CHECK_LIMITS.installation) ?? query.value.installation;
  const installation = inAddress ?? readInstallationHeader(request.headers) ?? undefined;
  return answerCheck(context, Object.assign({}, query.value, { installation }), request.headers.host);
}

/** A feed with what its replies are kept by; `common` are the headers of every answer to a request. */
interface ReplyKeeper {
  readonly context: UpdatesContext;
  readonly feed: Feed;
  readonly common: HeaderList;
}

async function feedReply(keeper: ReplyKeeper, found: FoundRoute, asked: FullRequest): Promise<Reply> {
  const { request, readBody, trackingId } = asked;
  const refused = (refusal: Refusal) => refusalReply(refusal, trackingId);
  const body = request.method === "POST" ? await readBody(MOST_KIB * 1024) : undefined;
  if (body === null) return closing(refused(BODY_TOO_LARGE));
  const read = toFeedRequest(keeper, found, request, body);
  if (read.file.length > MOST_FILE_CHARACTERS) return refused(NO_SUCH_FEED_FILE);
  const { url = "", headers } = request;
  const { organization, rest, query } = found;
  const named = findNamed(keeper.feed, { url, organization, rest, query, headers });
  const call = { request: read, named, ifNoneMatch: headers["if-none-match"] };
  const answer = await answerFeed(keeper.context, keeper.feed, call);
  if (!answer.ok) return refused(answer.error);
  keepReply(keeper, request, answer.value);
  return partOfReply(answer.value.reply, request);
}

/** The reply with which the connection ends: the client is not done with sending. */
function closing(reply: Reply): Reply {
  return Object.assign({}, reply, { headers: Object.assign({ connection: "close" }, reply.headers) });
}

/** The method is GET also for a HEAD, which is answered as the GET without its body. */
function toFeedRequest(
  { context, feed }: ReplyKeeper,
  { organization, rest, query }: FoundRoute,
  { method, url = "", headers }: UpdateRequest,
  body: Uint8Array | undefined,
): FeedRequest {
  const { pairs, file } = parseFeedPath(rest);
  const [path = "", ...search] = url.split(/(?=\?)/);
  return {
    method: method === "POST" ? "POST" : "GET",
    organization,
    file,
    said: Object.assign({}, query, pairs),
    path,
    query: search.join(""),
    origin: context.originOf(headers.host),
    headers: headersFor(feed, headers),
    body: body?.length === 0 ? undefined : body,
  };
}

/** The headers that a protocol reads. */
function headersFor(feed: Feed, given: UpdateRequest["headers"]): FeedRequest["headers"] {
  const headers = declaredHeaders(given);
  return Object.fromEntries(headersReadBy(feed).map((name) => [name, headers[name]]));
}

/** Keeps a reply that may be sent again. A request for a part does not get what the same request without it gets. */
function keepReply(
  { context, feed, common }: ReplyKeeper,
  { url = "", headers }: UpdateRequest,
  { repeatable }: AnsweredFeed,
): void {
  if (repeatable === null || headers.range !== undefined) return;
  const key = replyKey(feed, { url, headers, origin: context.originOf(headers.host) });
  if (key === null) return;
  context.feedReplies.keep(key, repeatable, common, context.fleet.calendar);
}
