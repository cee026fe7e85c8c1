import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import { NOTHING_SAID, type Product } from "../catalog/product.ts";
import { isNewerThan, isUnreadable } from "../catalog/running-version.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  type Reply,
  seesAsNewer,
} from "../feeds/feed.ts";
import type { SteadySpan } from "../fleet/answer-table.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import { targetIndex } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import { decide, type Verdict } from "../policy/decide.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { namesTag, tagOf } from "./entity-tag.ts";
import type { FeedReply } from "./feed-replies.ts";
import { lagHeaders, lagSeconds } from "./lag.ts";
import { noteFeed } from "./note-feed.ts";
import { cacheControl, sharedSeconds } from "./shared-answer.ts";
import type { UpdatesContext } from "./updates-context.ts";

/** A request of an updater, with those headers that matter whatever the protocol is. */
export interface FeedCall {
  readonly request: FeedRequest;
  /** The Host, or undefined if there is none. */
  readonly host: string | undefined;
  /** The If-None-Match, or undefined if there is none. */
  readonly ifNoneMatch: string | undefined;
}

/** An answer to an updater. */
export interface AnsweredFeed {
  readonly reply: Reply;
  /** The same without headers for caching, if it may be sent to the same request again; else null. */
  readonly repeatable: FeedReply | null;
}

/**
 * Answers an updater in its own protocol: reads its question, decides it like any check, counts it, notes the check-in,
 * writes the verdict, and adds headers for caching. Refuses what the protocol refuses.
 */
export async function answerFeed(
  context: UpdatesContext,
  feed: Feed,
  { request, host, ifNoneMatch }: FeedCall,
): Promise<Result<AnsweredFeed, Refusal>> {
  const { calendar } = context.fleet;
  const read = feed.read(request, calendar);
  if (!read.ok) return "status" in read.error ? ok({ reply: read.error, repeatable: null }) : err(read.error);
  const asked: AskedFeed = { question: read.value, calendar, at: context.now() };
  const decided = decideFeed(context, feed, asked);
  const answer = {
    ...asked,
    request,
    verdict: decided.verdict,
    origin: context.originOf(host),
    product: productNow(),
  };
  const reply = withReasons(await feed.write(answer), decided.verdict);
  const seconds = request.method === "GET" ? decided.seconds : 0;
  return ok({
    reply: withCaching(context, reply, seconds, ifNoneMatch),
    repeatable: toRepeatable(feed, answer, decided, reply),
  });
}

/** What the vendor says of its apps at present. */
export function productNow(): Product {
  return NOTHING_SAID;
}

/** R25: names the reasons of a verdict in a header, as no updater's format has a place for them. */
function withReasons(reply: Reply, { reasons }: Verdict): Reply {
  const codes = reasons.map(({ code }) => code).join(", ");
  return { ...reply, headers: { ...reply.headers, "sluice-reasons": codes } };
}

interface AskedFeed {
  readonly question: FeedQuestion;
  readonly calendar: Calendar;
  readonly at: Instant;
}

/** A verdict with what it follows from beside the question. */
interface DecidedFeed extends Pick<FeedReply, "head"> {
  readonly verdict: Verdict;
  readonly standingClass: StandingClass;
  /** While the answer stays as it is; null if it may differ from one installation to another. */
  readonly span: SteadySpan | null;
  /** For how many seconds caches may share the answer to a GET. */
  readonly seconds: number;
}

/**
 * Decides a question, counts it and notes its check-in. Some updaters send their installation's id in a header, which
 * makes a difference only during a rollout (R18). (Answers to an id in the address are never shared, so that every
 * check-in is counted.)
 */
function decideFeed(context: UpdatesContext, feed: Feed, asked: AskedFeed): DecidedFeed {
  const { fleet, follower } = context;
  const { question, at } = asked;
  const { organization, user, installation, target, isPersonal } = question;
  const { head } = fleet;
  const standingClass = fleet.standingClassOf(organization, user);
  const verdict = decideSeen(feed, asked, standingClass);
  noteFeed(context, { updater: feed.name, question, installation, verdict, at });
  const span = fleet.steadySpan(standingClass, targetIndex(target.platform, target.arch), at);
  const isShared = span !== null && !isPersonal;
  const seconds = isShared ? sharedSeconds(context, lagSeconds(follower), span.until - at) : 0;
  return { verdict, head, standingClass, span, seconds };
}

/** R5: the verdict, by the releases that the updater would install if they were offered. */
function decideSeen(
  feed: Feed,
  { question, calendar, at }: AskedFeed,
  standingClass: StandingClass,
): Verdict {
  const { running } = question;
  const verdict = decide({ ...question, at }, standingClass, calendar);
  if (verdict.action === "stay" || running === null || isUnreadable(running)) return verdict;
  if (seesAsNewer(feed.spelling, verdict.release.version, running)) return verdict;
  const isSeen = ({ release: { version } }: CalendarEntry) =>
    !isNewerThan(version, running) || seesAsNewer(feed.spelling, version, running);
  return decide({ ...question, at }, standingClass, calendar.filter(isSeen));
}

/**
 * The reply with everything that it follows from, or null if it must not be sent again: to a POST, during a rollout, to
 * a person who asks by hand, or to an installation that says when it was installed.
 */
function toRepeatable(
  feed: Feed,
  answer: FeedAnswer,
  { verdict, head, standingClass, span }: DecidedFeed,
  reply: Reply,
): FeedReply | null {
  const { request, question, calendar, product, at } = answer;
  const { goodForSeconds = null } = feed;
  const isPlain = request.method === "GET" && !question.manual && question.installedAt === null;
  if (!isPlain || span === null || goodForSeconds === 0) return null;
  const good = goodForSeconds === null ? span : { from: at, until: at + 1000 * goodForSeconds };
  return {
    ...{ updater: feed.name, question, verdict, head, standingClass, calendar, product, reply },
    takesHeader: takesHeader(feed, request, calendar),
    goodFrom: Math.max(span.from, good.from),
    goodUntil: Math.min(span.until, good.until),
    nextDate: span.until,
  };
}

/** Two ids that no updater sends. */
const PROBES = ["the first probe", "the second probe"] as const;

/** Whether the installation of a request is the one in the header of the protocol, if there is such a header. */
function takesHeader(feed: Feed, request: FeedRequest, calendar: Calendar): boolean {
  const { installationHeader } = feed;
  if (installationHeader === undefined) return false;
  return PROBES.every((probe) => {
    const headers = { ...request.headers, [installationHeader]: probe };
    const read = feed.read({ ...request, headers }, calendar);
    return read.ok && read.value.installation === probe;
  });
}

/** Adds headers for caching. `known` is the request's If-None-Match. Only a shared answer with status 200 has an ETag. */
function withCaching(
  { follower }: UpdatesContext,
  reply: Reply,
  seconds: number,
  known: string | undefined,
): Reply {
  const caching = { "cache-control": cacheControl(seconds), ...lagHeaders(follower) };
  if (seconds <= 0 || reply.status !== 200) return { ...reply, headers: { ...reply.headers, ...caching } };
  const tagged = { ...caching, etag: tagOf(reply.body, "strong") };
  if (known !== undefined && namesTag(known, tagged.etag)) return { status: 304, headers: tagged, body: "" };
  return { ...reply, headers: { ...reply.headers, ...tagged } };
}
