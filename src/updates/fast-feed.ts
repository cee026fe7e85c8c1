import type { IncomingMessage, ServerResponse } from "node:http";
import { CHECK_LIMITS, type Feed, readText } from "../feeds/feed.ts";
import type { Instant } from "../instant.ts";
import { namesTag } from "./entity-tag.ts";
import type { FastAnswerer } from "./fast-check.ts";
import { type KeptReply, replyKey } from "./feed-replies.ts";
import { LAG_HEADER, lagSeconds } from "./lag.ts";
import { noteFeed } from "./note-feed.ts";
import { rememberingLast } from "./origin.ts";
import { cacheControl, sharedSeconds } from "./shared-answer.ts";
import type { UpdatesContext } from "./updates-context.ts";

const PATH = "/feeds/";

/**
 * Answers the requests of feeds that were answered before, before any routing, as long as the answer must be the same.
 * Leaves everything else to the full route, and also requests with an id to be found by in the log.
 */
export function createFastFeed(context: UpdatesContext, feeds: readonly Feed[]): FastAnswerer {
  const byName = new Map<string, Feed>(feeds.map((feed) => [feed.name, feed]));
  const findOrigin = rememberingLast(context.originOf);
  return (request, response) => {
    const { url = "", headers } = request;
    if (!url.startsWith(PATH) || !isPlain(request)) return false;
    const begunAt = performance.now();
    const feed = byName.get(url.slice(PATH.length, url.indexOf("/", PATH.length)));
    if (feed === undefined) return false;
    const key = replyKey(feed, { url, headers, origin: findOrigin(headers.host) });
    const found = key === null ? null : findReply(context, key);
    if (found === null) return false;
    const { kept, number, at } = found;
    // Fastify says a length of nothing in its answer to such a HEAD.
    if (request.method === "HEAD" && kept.reply.status === 204) return false;
    send(context, found, headers["if-none-match"], response);
    const { updater, question, verdict } = kept;
    const installation = installationOf(feed, kept, headers);
    noteFeed(context, { updater, question, installation, number, verdict, at });
    context.fastCheckLatencies.note(performance.now() - begunAt);
    return true;
  };
}

/** Whether a request is a GET of the whole without an id for the log, or a HEAD without any condition. */
function isPlain({ method, headers }: IncomingMessage): boolean {
  if (headers.trackingid !== undefined || headers.range !== undefined) return false;
  return method === "GET" || (method === "HEAD" && headers["if-none-match"] === undefined);
}

interface FoundReply {
  readonly kept: KeptReply;
  /** The number of the organization in memory, or -1 if it is unknown. */
  readonly number: number;
  readonly at: Instant;
}

/** The reply that is kept, or null if there is none or the full route might answer otherwise. */
function findReply({ fleet, feedReplies, now }: UpdatesContext, key: string): FoundReply | null {
  const kept = feedReplies.find(key, fleet.calendar);
  if (kept === null || kept.product !== fleet.product) return null;
  const { organization, user } = kept.question;
  const number = fleet.numberOf(organization);
  if (fleet.standingClassAt(number, user) !== kept.standingClass) return null;
  const at = now();
  return at >= kept.goodFrom && at < kept.goodUntil ? { kept, number, at } : null;
}

/** The installation that asks: where the address names none, that of the header. */
function installationOf(
  { installationHeader }: Feed,
  { takesHeader, question }: KeptReply,
  headers: IncomingMessage["headers"],
): string | null {
  return takesHeader && installationHeader !== undefined
    ? readText(headers[installationHeader], CHECK_LIMITS.installation)
    : question.installation;
}

/** Sends a reply again, with the headers for caching that it has now. */
function send(
  context: UpdatesContext,
  { kept, at }: FoundReply,
  ifNoneMatch: string | undefined,
  response: ServerResponse,
): void {
  const { question, nextDate, reply, common, own, tag } = kept;
  const lag = lagSeconds(context.follower);
  const seconds = question.isPersonal ? 0 : sharedSeconds(context, lag, nextDate - at);
  const headers = [...common, "cache-control", cacheControl(seconds)];
  if (lag !== null) headers.push(LAG_HEADER, String(lag));
  const isTagged = seconds > 0 && reply.status === 200;
  if (isTagged) headers.push("etag", tag);
  if (isTagged && ifNoneMatch !== undefined && namesTag(ifNoneMatch, tag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(reply.status, [...headers, ...own]).end(kept.body);
}
