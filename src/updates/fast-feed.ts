import { CHECK_LIMITS, type Feed, readText } from "../feeds/feed.ts";
import type { Instant } from "../instant.ts";
import { namesTag } from "./entity-tag.ts";
import { type KeptReply, replyKey, type SendableReply } from "./feed-replies.ts";
import { declaredHeaders, type FastAnswerer, type ReadyReply, type UpdateRequest } from "./http.ts";
import { LAG_HEADER, lagSeconds } from "./lag.ts";
import { type NamedIn, readInstallationHeader } from "./named-installation.ts";
import { noteFeed } from "./note-feed.ts";
import { originFinder } from "./origin.ts";
import { cacheControl, mayBeShared, sharedSeconds, varyOf } from "./shared-answer.ts";
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
    const { updater, question, key: tag, verdict } = kept;
    const { installation, namedIn } = namedBy(feed, kept, headers);
    noteFeed(context, { updater, question, installation, key: tag, verdict, at });
    const isShared = !kept.isPersonal && mayBeShared(context, namedIn);
    return toReply(context, found, isShared, headers["if-none-match"]);
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

/** The installation that asks, and where it is named: the address, the header `Sluice-Installation`, or the protocol's own. */
function namedBy(
  { installationHeader }: Feed,
  { addressed, takesName, takesHeader }: KeptReply,
  headers: UpdateRequest["headers"],
): NamedAsker {
  if (addressed !== null) return addressed;
  const named = readInstallationHeader(headers);
  if (named !== null) return { installation: takesName ? named : null, namedIn: "beside_key" };
  const isRead = takesHeader && installationHeader !== undefined;
  const installation = isRead
    ? readText(declaredHeaders(headers)[installationHeader], CHECK_LIMITS.installation)
    : null;
  return { installation, namedIn: null };
}

interface NamedAsker {
  readonly installation: string | null;
  readonly namedIn: NamedIn | null;
}

/** The reply once more, with the headers for caching that it has now. */
function toReply(
  context: UpdatesContext,
  { kept, at }: FoundReply,
  isShared: boolean,
  ifNoneMatch: string | undefined,
): ReadyReply {
  const { nextDate, sendable } = kept;
  const { status, body, tag } = sendable;
  const lag = lagSeconds(context.follower);
  const seconds = isShared ? sharedSeconds(context, lag, nextDate - at) : 0;
  const caching = { seconds, vary: varyOf(context) };
  if (ifNoneMatch !== undefined && isTagged(sendable, seconds) && namesTag(ifNoneMatch, tag)) {
    return { status: 304, headers: cachingHeaders(sendable, caching), body: "" };
  }
  const headers = lag === null ? headersFor(sendable, caching) : laggingHeaders(sendable, lag);
  return { status, headers, body };
}

function isTagged({ status }: SendableReply, seconds: number): boolean {
  return seconds > 0 && status === 200;
}

/** For how many seconds caches may share a reply, and what it varies by then, or null. */
interface Caching {
  readonly seconds: number;
  readonly vary: string | null;
}

const NOT_SHARED: Caching = { seconds: 0, vary: null };

/** The headers of a whole reply; the list of before, if it is the same. */
function headersFor(sendable: SendableReply, caching: Caching): string[] {
  const control = cacheControl(caching.seconds);
  if (sendable.last?.control === control) return sendable.last.headers;
  const headers = [...cachingHeaders(sendable, caching), ...sendable.own];
  sendable.last = { control, headers };
  return headers;
}

/** The headers that a reply has also where nothing has changed. */
function cachingHeaders(sendable: SendableReply, { seconds, vary }: Caching): string[] {
  const headers = [...sendable.common, "cache-control", cacheControl(seconds)];
  if (!isTagged(sendable, seconds)) return headers;
  headers.push("etag", sendable.tag);
  if (vary !== null) headers.push("vary", vary);
  return headers;
}

function laggingHeaders(sendable: SendableReply, lag: number): string[] {
  return [...cachingHeaders(sendable, NOT_SHARED), LAG_HEADER, String(lag), ...sendable.own];
}
