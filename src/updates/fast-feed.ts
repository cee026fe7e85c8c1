import { CHECK_LIMITS, type Feed, readText } from "../feeds/feed.ts";
import type { Instant } from "../instant.ts";
import { namesTag } from "./entity-tag.ts";
import { type KeptReply, replyKey, type SendableReply } from "./feed-replies.ts";
import type { FastAnswerer, ReadyReply, UpdateRequest } from "./http.ts";
import { LAG_HEADER, lagSeconds } from "./lag.ts";
import { noteFeed } from "./note-feed.ts";
import { originFinder } from "./origin.ts";
import { cacheControl, sharedSeconds } from "./shared-answer.ts";
import type { UpdatesContext } from "./updates-context.ts";

const PATH = "/feeds/";

/**
 * Answers the requests of feeds that were answered before, before any routing, as long as the answer must be the same.
 * Leaves everything else to the full route, and also requests with an id to be found by in the log.
 */
export function createFastFeed(context: UpdatesContext, feeds: readonly Feed[]): FastAnswerer {
  const byName = new Map<string, Feed>(feeds.map((feed) => [feed.name, feed]));
  const findOrigin = originFinder(context);
  return (request) => {
    const { url = "", headers } = request;
    if (!url.startsWith(PATH) || !isPlain(request)) return null;
    const feed = byName.get(url.slice(PATH.length, url.indexOf("/", PATH.length)));
    if (feed === undefined) return null;
    const key = replyKey(feed, { url, headers, origin: findOrigin(request) });
    const found = key === null ? null : findReply(context, key);
    if (found === null) return null;
    const { kept, at } = found;
    const { updater, question, verdict } = kept;
    const installation = installationOf(feed, kept, headers);
    noteFeed(context, { updater, question, installation, verdict, at });
    return toReply(context, found, headers["if-none-match"]);
  };
}

/** Whether a request is a GET of the whole without an id for the log, or a HEAD without any condition. */
function isPlain({ method, headers }: UpdateRequest): boolean {
  if (headers.trackingid !== undefined || headers.range !== undefined) return false;
  return method === "GET" || (method === "HEAD" && headers["if-none-match"] === undefined);
}

interface FoundReply {
  readonly kept: KeptReply;
  readonly at: Instant;
}

/** The reply that is kept, or null if there is none or the full route might answer otherwise. */
function findReply({ fleet, feedReplies, now }: UpdatesContext, key: string): FoundReply | null {
  const kept = feedReplies.find(key, fleet.calendar);
  if (kept === null || kept.product !== fleet.product || !isGovernedAlike(fleet, kept)) return null;
  const at = now();
  return at >= kept.goodFrom && at < kept.goodUntil ? { kept, at } : null;
}

/** Whether the asker has the standing class of before; it is looked up once after each change of the ledger. */
function isGovernedAlike(fleet: UpdatesContext["fleet"], kept: KeptReply): boolean {
  if (kept.head === fleet.head) return true;
  const { organization, user } = kept.question;
  if (fleet.standingClassOf(organization, user) !== kept.standingClass) return false;
  kept.head = fleet.head;
  return true;
}

/** The installation that asks: where the address names none, that of the header. */
function installationOf(
  { installationHeader }: Feed,
  { takesHeader, installation }: KeptReply,
  headers: UpdateRequest["headers"],
): string | null {
  return takesHeader && installationHeader !== undefined
    ? readText(headers[installationHeader], CHECK_LIMITS.installation)
    : installation;
}

/** The reply once more, with the headers for caching that it has now. */
function toReply(
  context: UpdatesContext,
  { kept, at }: FoundReply,
  ifNoneMatch: string | undefined,
): ReadyReply {
  const { isPersonal, nextDate, sendable } = kept;
  const { status, body, tag } = sendable;
  const lag = lagSeconds(context.follower);
  const seconds = isPersonal ? 0 : sharedSeconds(context, lag, nextDate - at);
  if (ifNoneMatch !== undefined && isTagged(sendable, seconds) && namesTag(ifNoneMatch, tag)) {
    return { status: 304, headers: cachingHeaders(sendable, seconds), body: "" };
  }
  const headers = lag === null ? headersFor(sendable, seconds) : laggingHeaders(sendable, lag);
  return { status, headers, body };
}

function isTagged({ status }: SendableReply, seconds: number): boolean {
  return seconds > 0 && status === 200;
}

/** The headers of a whole reply that caches may share for `seconds`; the list of before, if it is the same. */
function headersFor(sendable: SendableReply, seconds: number): string[] {
  const control = cacheControl(seconds);
  if (sendable.last?.control === control) return sendable.last.headers;
  const headers = [...cachingHeaders(sendable, seconds), ...sendable.own];
  sendable.last = { control, headers };
  return headers;
}

/** The headers that a reply has also where nothing has changed. */
function cachingHeaders(sendable: SendableReply, seconds: number): string[] {
  const headers = [...sendable.common, "cache-control", cacheControl(seconds)];
  if (isTagged(sendable, seconds)) headers.push("etag", sendable.tag);
  return headers;
}

function laggingHeaders(sendable: SendableReply, lag: number): string[] {
  return [...cachingHeaders(sendable, 0), LAG_HEADER, String(lag), ...sendable.own];
}
