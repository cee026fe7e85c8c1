import type { Calendar } from "../catalog/calendar.ts";
import { firstDateOf } from "../catalog/release.ts";
import type { Feed, FeedAnswer, FeedQuestion, FeedRequest, Reply, SaidText } from "../feeds/feed.ts";
import type { SteadySpan } from "../fleet/answer-table.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import { targetIndex } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import type { PresentVerdict } from "../policy/verdict.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { decideSeen } from "./decide-seen.ts";
import { namesTag, tagOf } from "./entity-tag.ts";
import type { FeedReply } from "./feed-replies.ts";
import { lagHeaders, lagSeconds } from "./lag.ts";
import type { NamedIn, NamedInstallation } from "./named-installation.ts";
import { nextCheckSeconds } from "./next-check.ts";
import { noteFeed } from "./note-feed.ts";
import { cacheControl, mayBeShared, sharedSeconds, varyOf } from "./shared-answer.ts";
import type { UpdatesContext } from "./updates-context.ts";

/** A request of an updater, with those headers that matter whatever the protocol is. */
export interface FeedCall {
  readonly request: FeedRequest;
  /** The installation that the request names, or null; a header of the protocol's own is not read here. */
  readonly named: NamedInstallation | null;
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
  call: FeedCall,
): Promise<Result<AnsweredFeed, Refusal>> {
  const { named } = call;
  const request = withNamed(call);
  const known = context.fleet.calendar;
  const keys = feed.signsWith === undefined ? [] : await context.feedKeys(feed.signsWith);
  const roots = feed.readsRoots ? await context.tufRoots() : [];
  const at = context.now();
  const read = feed.read(request, known, { at, keys, roots });
  if (!read.ok) return "status" in read.error ? ok({ reply: read.error, repeatable: null }) : err(read.error);
  const calendar = feed.releases?.(read.value, known, at) ?? known;
  const key = request.said.key ?? null;
  const asked: AskedFeed = { question: read.value, namedIn: named?.namedIn ?? null, key, calendar, at };
  const decided = decideFeed(context, feed, asked);
  const { verdict, others, untilDate } = decided;
  const around = { product: context.fleet.product, keys };
  const next = nextCheckSeconds(verdict, untilDate, Math.random());
  const answer: FeedAnswer = { ...asked, ...around, request, verdict, others, nextCheckSeconds: next };
  const reply = withReasons(await feed.write(answer), verdict);
  const seconds = request.method === "GET" ? decided.seconds : 0;
  return ok({
    reply: withCaching(context, reply, seconds, call.ifNoneMatch),
    repeatable: toRepeatable(feed, { call, answer: { ...answer, calendar: known }, decided }, reply),
  });
}

/** The request as the protocol reads it: with the installation that it names among what it says. */
function withNamed({ request, named }: FeedCall): FeedRequest {
  return named === null ? request : { ...request, said: { ...request.said, installation: named.id } };
}

/** R25: names the reasons of a verdict in a header, as no updater's format has a namedIn for them. */
function withReasons(reply: Reply, { reasons }: PresentVerdict): Reply {
  const codes = reasons.map(({ code }) => code).join(", ");
  return { ...reply, headers: { ...reply.headers, "sluice-reasons": codes } };
}

interface AskedFeed {
  readonly question: FeedQuestion;
  /** Where the request names its installation, or null if it does not. */
  readonly namedIn: NamedIn | null;
  /** The tag of an enrolment key as the address has it, or null if it has none. */
  readonly key: SaidText | null;
  readonly calendar: Calendar;
  readonly at: Instant;
}

/** The verdicts of an answer with what they follow from beside the question. */
interface DecidedFeed extends Pick<FeedReply, "head"> {
  readonly verdict: PresentVerdict;
  /** The verdicts of the question's others. */
  readonly others: readonly PresentVerdict[];
  readonly standingClass: StandingClass;
  /** While the answer stays as it is; null if it may differ from one installation to another. */
  readonly span: SteadySpan | null;
  /** Milliseconds until the verdict can change by itself. */
  readonly untilDate: number;
  /** For how many seconds caches may share the answer to a GET. */
  readonly seconds: number;
}

/**
 * Decides a question, counts it and notes its check-in. Which installation asks makes a difference only during a rollout
 * (R18): the header in which some updaters send an id never makes an answer private, and an id beside a cache's key does
 * not where check-ins come from the logs of the cache.
 */
function decideFeed(context: UpdatesContext, feed: Feed, asked: AskedFeed): DecidedFeed {
  const { question, namedIn, key, calendar, at } = asked;
  const { fleet, follower } = context;
  const { organization, user, installation, others = [], isPersonal } = question;
  const { head } = fleet;
  const standingClass = fleet.standingClassOf(organization, user);
  const decideOne = (one: FeedQuestion) => decideSeen({ ...one, at }, standingClass, calendar);
  const verdict = decideOne(question);
  noteFeed(context, { updater: feed.name, question, installation, key, verdict, at });
  const span = [question, ...others]
    .map(({ target: { platform, arch } }) => fleet.steadySpan(standingClass, targetIndex(platform, arch), at))
    .reduce<SteadySpan | null>(bothSpans, outSpan(calendar, at));
  const isShared = span !== null && !isPersonal && mayBeShared(context, namedIn);
  const seconds = isShared ? sharedSeconds(context, lagSeconds(follower), span.until - at) : 0;
  const index = targetIndex(question.target.platform, question.target.arch);
  const untilDate = fleet.millisecondsToNextDate(standingClass, index, at);
  return { verdict, others: others.map(decideOne), head, standingClass, span, untilDate, seconds };
}

/** While the same releases are out, of which an answer may tell beside its verdict. */
function outSpan(calendar: Calendar, at: Instant): SteadySpan {
  const dates = calendar.map(({ release }) => firstDateOf(release));
  return {
    from: Math.max(Number.NEGATIVE_INFINITY, ...dates.filter((date) => date <= at)),
    until: Math.min(Number.POSITIVE_INFINITY, ...dates.filter((date) => date > at)),
  };
}

/** While two answers stay as they are; null if one of them may differ from one installation to another. */
function bothSpans(one: SteadySpan | null, other: SteadySpan | null): SteadySpan | null {
  if (one === null || other === null) return null;
  return { from: Math.max(one.from, other.from), until: Math.min(one.until, other.until) };
}

/** An answered call with what was decided. */
interface DecidedCall {
  readonly call: FeedCall;
  readonly answer: FeedAnswer;
  readonly decided: DecidedFeed;
}

/**
 * The reply with everything that it follows from, or null if it must not be sent again: to a POST, during a rollout, to
 * a person who asks by hand, or to an installation that says when it was installed.
 */
function toRepeatable(
  feed: Feed,
  { call, answer, decided: { verdict, head, standingClass, span } }: DecidedCall,
  reply: Reply,
): FeedReply | null {
  const { request, question, calendar, product, at } = answer;
  // A key can be replaced at any time, so what is signed is signed anew unless the protocol says otherwise.
  const { goodForSeconds = feed.signsWith === undefined ? null : 0 } = feed;
  const isPlain = request.method === "GET" && !question.manual && question.installedAt === null;
  if (!isPlain || span === null || goodForSeconds === 0) return null;
  const good = goodForSeconds === null ? span : { from: at, until: at + 1000 * goodForSeconds };
  return {
    updater: feed.name,
    question,
    key: request.said.key ?? null,
    ...namingOf(feed, call, answer),
    verdict,
    head,
    standingClass,
    calendar,
    product,
    reply,
    goodFrom: Math.max(span.from, good.from),
    goodUntil: Math.min(span.until, good.until),
    nextDate: span.until,
  };
}

/** By what it is known which installation asks, in this request and in the next one to the same address. */
function namingOf(
  feed: Feed,
  { request, named }: FeedCall,
  answer: FeedAnswer,
): Pick<FeedReply, "addressed" | "takesName" | "takesHeader"> {
  const { installation } = request.said;
  if (named !== null && (named.namedIn === "query" || installation !== undefined)) {
    const addressed = { installation: answer.question.installation, namedIn: named.namedIn };
    return { addressed, takesName: false, takesHeader: false };
  }
  const { installationHeader } = feed;
  const takes = (toProbed: (probe: string) => FeedRequest) => takesProbes(feed, answer, toProbed);
  return {
    addressed: null,
    takesName: takes((probe) => ({ ...request, said: { ...request.said, installation: probe } })),
    takesHeader:
      installationHeader !== undefined &&
      takes((probe) => ({ ...request, headers: { ...request.headers, [installationHeader]: probe } })),
  };
}

/** Two ids that no updater sends. */
const PROBES = ["the first probe", "the second probe"] as const;

/** Whether the installation of a request is the one that is put into it. */
function takesProbes(
  feed: Feed,
  { calendar, keys, at }: FeedAnswer,
  toProbed: (probe: string) => FeedRequest,
): boolean {
  return PROBES.every((probe) => {
    const read = feed.read(toProbed(probe), calendar, { at, keys, roots: [] });
    return read.ok && read.value.installation === probe;
  });
}

/** Adds headers for caching. `known` is the request's If-None-Match. Only a shared answer with status 200 has an ETag. */
function withCaching(
  context: UpdatesContext,
  reply: Reply,
  seconds: number,
  known: string | undefined,
): Reply {
  const caching = { "cache-control": cacheControl(seconds), ...lagHeaders(context.follower) };
  if (seconds <= 0 || reply.status !== 200) return { ...reply, headers: { ...reply.headers, ...caching } };
  const vary = varyOf(context);
  const tagged = { ...caching, etag: tagOf(reply.body, "strong"), ...(vary !== null && { vary }) };
  if (known !== undefined && namesTag(known, tagged.etag)) return { status: 304, headers: tagged, body: "" };
  return { ...reply, headers: { ...reply.headers, ...tagged } };
}
