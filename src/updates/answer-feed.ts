import type { Calendar } from "../catalog/calendar.ts";
import { NOTHING_SAID } from "../catalog/product.ts";
import { formatKnownVersion, isUnreadable } from "../catalog/running-version.ts";
import type { Feed, FeedQuestion, FeedRequest, Reply } from "../feeds/feed.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import { targetIndex } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import type { Verdict } from "../policy/decide.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { decideSeen } from "./decide-seen.ts";
import { namesTag, tagOf } from "./entity-tag.ts";
import { lagHeaders, lagSeconds } from "./lag.ts";
import { noteCheckIn } from "./note-check-in.ts";
import { cacheControl, sharedSeconds } from "./shared-answer.ts";
import type { UpdatesContext } from "./updates-context.ts";

/**
 * Answers an updater in its own protocol: reads its question, decides it like any check, counts it, notes the check-in,
 * writes the verdict, and adds headers for caching. Refuses what the protocol refuses.
 */
export async function answerFeed(
  context: UpdatesContext,
  feed: Feed,
  request: FeedRequest,
): Promise<Result<Reply, Refusal>> {
  const keys = feed.signsWith === undefined ? [] : await context.feedKeys(feed.signsWith);
  const read = feed.read(request, context.fleet.calendar, keys);
  if (!read.ok) return "status" in read.error ? ok(read.error) : err(read.error);
  const at = context.now();
  const question = read.value;
  const calendar = feed.releases?.(question, context.fleet.calendar) ?? context.fleet.calendar;
  const { verdict, moreVerdicts, seconds } = decideFeed(context, { question, calendar, at }, request.method);
  const reply = await feed.write({
    verdict,
    moreVerdicts,
    question,
    request,
    calendar,
    origin: request.origin,
    at,
    product: NOTHING_SAID,
    keys,
  });
  return ok(withCaching(context, withReasons(reply, verdict), seconds, headerOf(request, "if-none-match")));
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

/** The verdicts of an answer, and the seconds for which caches may share it. */
interface DecidedFeed {
  readonly verdict: Verdict;
  readonly moreVerdicts: readonly Verdict[];
  readonly seconds: number;
}

function decideFeed(
  context: UpdatesContext,
  { question, calendar, at }: AskedFeed,
  method: FeedRequest["method"],
): DecidedFeed {
  const { fleet } = context;
  const { organization, user, installation, running } = question;
  const number = fleet.numberOf(organization);
  const standingClass = fleet.standingClassAt(number, user);
  const verdict = decideSeen({ ...question, at }, standingClass, calendar);
  const { moreTargets = [] } = question;
  const moreVerdicts = moreTargets.map((one) =>
    decideSeen({ ...question, target: one, at }, standingClass, calendar),
  );
  context.checks.feed[verdict.action]++;
  const target = targetIndex(question.target.platform, question.target.arch);
  const version = running === null || isUnreadable(running) ? null : formatKnownVersion(running);
  noteCheckIn(context, { organization, number, installation, user, target, running: version, verdict, at });
  const mayBeShared = method === "GET" && !question.isPersonal;
  const targets = [target, ...moreTargets.map(({ platform, arch }) => targetIndex(platform, arch))];
  const seconds = targets.map((one) => (mayBeShared ? secondsShared(context, standingClass, one, at) : 0));
  return { verdict, moreVerdicts, seconds: Math.min(...seconds) };
}

/**
 * Seconds for which caches may share a feed. Some updaters send their installation's id in a header, which makes a
 * difference only during a rollout (R18). (Answers to an id in the address are never shared, so that every check-in is
 * counted.)
 */
function secondsShared(
  context: UpdatesContext,
  standingClass: StandingClass,
  target: number,
  at: Instant,
): number {
  const { fleet, follower } = context;
  if (!fleet.isAlikeForAll(standingClass, target, at)) return 0;
  return sharedSeconds(
    context,
    lagSeconds(follower),
    fleet.millisecondsToNextDate(standingClass, target, at),
  );
}

/**
 * Adds headers for caching. `known` is the request's If-None-Match. Only a shared answer with status 200 has an ETag.
 */
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

function headerOf({ headers }: FeedRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}
