import { hasProofs } from "../catalog/build.ts";
import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import { formatKnownVersion, isNewerThan, isUnreadable } from "../catalog/running-version.ts";
import type { Feed, FeedQuestion, FeedRequest, Reply } from "../feeds/feed.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import { targetIndex } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import { decide, type Verdict } from "../policy/decide.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { namesTag, tagOfText } from "./entity-tag.ts";
import { lagHeaders, lagSeconds } from "./lag.ts";
import { noteCheckIn } from "./note-check-in.ts";
import { cacheControl, sharedSeconds } from "./shared-answer.ts";
import type { UpdatesContext } from "./updates-context.ts";

/**
 * Answers an updater in its own protocol: reads its question, decides it like any check, counts it, notes the check-in,
 * writes the verdict, and adds headers for caching. Refuses what the protocol refuses.
 */
export function answerFeed(
  context: UpdatesContext,
  feed: Feed,
  request: FeedRequest,
): Result<Reply, Refusal> {
  const calendar = provenCalendar(feed, context.fleet.calendar);
  const read = feed.read(request, calendar);
  if (!read.ok) return "status" in read.error ? ok(read.error) : err(read.error);
  const asked: AskedFeed = { question: read.value, calendar, at: context.now() };
  const { verdict, seconds } = decideFeed(context, feed, asked, request.method);
  const origin = context.originOf(headerOf(request, "host"));
  const reply = feed.write({ verdict, question: asked.question, calendar, origin });
  return ok(withCaching(context, reply, seconds, headerOf(request, "if-none-match")));
}

interface AskedFeed {
  readonly question: FeedQuestion;
  readonly calendar: Calendar;
  readonly at: Instant;
}

/** A verdict, and the seconds for which caches may share its answer. */
interface DecidedFeed {
  readonly verdict: Verdict;
  readonly seconds: number;
}

function decideFeed(
  context: UpdatesContext,
  feed: Feed,
  asked: AskedFeed,
  method: FeedRequest["method"],
): DecidedFeed {
  const { fleet } = context;
  const { question, at } = asked;
  const { organization, user, installation, running } = question;
  const number = fleet.numberOf(organization);
  const standingClass = fleet.standingClassAt(number, user);
  const verdict = decideSeen(feed, asked, standingClass);
  context.checks.feed[verdict.action]++;
  const target = targetIndex(question.target.platform, question.target.arch);
  const version = running === null || isUnreadable(running) ? null : formatKnownVersion(running);
  noteCheckIn(context, { organization, number, installation, user, target, running: version, verdict, at });
  const mayBeShared = method === "GET" && !question.isPersonal;
  return { verdict, seconds: mayBeShared ? secondsShared(context, standingClass, target, at) : 0 };
}

/** R5: the verdict, by the releases that the updater would install if they were offered. */
function decideSeen(
  feed: Feed,
  { question, calendar, at }: AskedFeed,
  standingClass: StandingClass,
): Verdict {
  const { running } = question;
  const verdict = decide({ ...question, at }, standingClass, calendar);
  if (verdict.action === "stay" || running === null || isUnreadable(running) || !feed.seesAsNewer)
    return verdict;
  if (feed.seesAsNewer(verdict.release.version, running)) return verdict;
  const isSeen = ({ release: { version } }: CalendarEntry) =>
    !isNewerThan(version, running) || feed.seesAsNewer?.(version, running);
  return decide({ ...question, at }, standingClass, calendar.filter(isSeen));
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
  const tagged = { ...caching, etag: tagOfText(reply.body, "strong") };
  if (known !== undefined && namesTag(known, tagged.etag)) return { status: 304, headers: tagged, body: "" };
  return { ...reply, headers: { ...reply.headers, ...tagged } };
}

function headerOf({ headers }: FeedRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

interface ProvenCalendar {
  readonly calendar: Calendar;
  readonly proven: Calendar;
}

/** The last filtered calendar of each protocol, cached because the calendar changes rarely. */
const lastProven = new WeakMap<Feed, ProvenCalendar>();

/**
 * R5: the calendar without builds that lack a proof which the protocol needs, as its updaters could not install them.
 */
function provenCalendar(feed: Feed, calendar: Calendar): Calendar {
  const known = lastProven.get(feed);
  if (known?.calendar === calendar) return known.proven;
  const isWhole = calendar.every(({ builds }) => builds.every((build) => hasProofs(build, feed.proofs)));
  const proven = isWhole
    ? calendar
    : calendar.map((entry) => ({
        ...entry,
        builds: entry.builds.filter((build) => hasProofs(build, feed.proofs)),
      }));
  lastProven.set(feed, { calendar, proven });
  return proven;
}
