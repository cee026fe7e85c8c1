import { formatOsVersion, type OsVersion, readOsVersion } from "../catalog/os-version.ts";
import { parseRunningVersion } from "../catalog/running-version.ts";
import { isOn } from "../feeds/feed.ts";
import type { Answer } from "../fleet/answer-table.ts";
import { targetIndex } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import { namesTag, tagOf } from "./entity-tag.ts";
import type { FastAnswerer, HeaderList, ReadyReply, UpdateRequest } from "./http.ts";
import { LAG_HEADER, lagSeconds } from "./lag.ts";
import { nextCheckSeconds } from "./next-check.ts";
import { noteCheckIn } from "./note-check-in.ts";
import { originFinder } from "./origin.ts";
import { readPlainCheck } from "./plain-check.ts";
import type { PlainQuery } from "./plain-query.ts";
import { cacheControl, mayBeShared, NO_STORE, sharedSeconds, varyOf } from "./shared-answer.ts";
import type { UpdatesContext } from "./updates-context.ts";
import { toVerdictAnswer } from "./verdict-answer.ts";

/**
 * Answers the checks that most installations send, from memory and before any routing: those with plain parameters and
 * a cached answer. Leaves everything else to the full way, which answers by the same rules.
 */
export function createFastCheck(context: UpdatesContext): FastAnswerer {
  const count = context.checks.fast;
  const findOrigin = originFinder(context);
  const vary = varyOf(context);
  return (request) => {
    const check = readPlainCheck(request);
    const found = check && findAnswer(context, check.asked);
    if (check === null || found === null) return null;
    const { asked, namedIn } = check;
    const { answer, at } = found;
    count[answer.verdict.action]++;
    const ready = prepared(answer, asked.version, findOrigin(request));
    const untilDate = answer.goodUntil - at;
    const seconds = nextCheckSeconds(answer.verdict, untilDate, Math.random());
    const body = `${ready.text}${seconds}}`;
    const lag = lagSeconds(context.follower);
    if (asked.installation !== null) note(context, asked, found);
    if (asked.user !== null || lag !== null || !mayBeShared(context, namedIn)) return ownReply(body, lag);
    const shared = sharedSeconds(context, lag, untilDate);
    if (shared <= 0) return ownReply(body, lag);
    return sharedReply(request, body, { seconds: shared, tag: ready.tag, vary });
  };
}

/** An answer with how it was found. */
interface FoundAnswer {
  readonly answer: Answer;
  readonly at: Instant;
  /** The number of the organization in memory, or -1. */
  readonly number: number;
  readonly target: number;
  readonly os: OsVersion | null;
}

/** The answer, or null if the full way must give it. */
function findAnswer({ fleet, now }: UpdatesContext, asked: PlainQuery): FoundAnswer | null {
  const target = targetIndex(asked.platform, asked.arch);
  if (target < 0) return null;
  const number = fleet.numberOf(asked.organization);
  const standingClass = fleet.standingClassAt(number, asked.user);
  const at = now();
  const os = readOsVersion(asked.osVersion);
  const said = { running: asked.version, os, isManaged: isOn(asked.managed) };
  const answer = fleet.answer(standingClass, target, said, at);
  return answer && { answer, at, number, target, os };
}

/** Notes the check-in of an installation that says its name. */
function note(context: UpdatesContext, asked: PlainQuery, found: FoundAnswer): void {
  const { os, answer } = found;
  noteCheckIn(context, {
    organization: asked.organization,
    number: found.number,
    installation: asked.installation,
    user: asked.user,
    target: found.target,
    running: asked.version,
    os: os && formatOsVersion(os),
    managed: isOn(asked.managed),
    updater: null,
    key: asked.key,
    verdict: answer.verdict,
    at: found.at,
  });
}

const JSON_TYPE = "application/json; charset=utf-8";

/** The headers of personal answers by their length, each list made once: nearly all lengths are among a few hundred. */
const OWN_HEADERS: HeaderList[] = [];
const MOST_LENGTH = 4_096;

/** A personal answer, or one from a server that lags. `body` is ASCII, so its length is its size in bytes. */
function ownReply(body: string, lag: number | null): ReadyReply {
  const { length } = body;
  if (lag !== null) return { status: 200, headers: [...ownHeaders(length), LAG_HEADER, String(lag)], body };
  const known = OWN_HEADERS[length];
  if (known !== undefined) return { status: 200, headers: known, body };
  const headers = ownHeaders(length);
  if (length < MOST_LENGTH) OWN_HEADERS[length] = headers;
  return { status: 200, headers, body };
}

function ownHeaders(length: number): HeaderList {
  return ["content-type", JSON_TYPE, "cache-control", NO_STORE, "content-length", String(length)];
}

/** How an answer may be kept by caches: for how many seconds, by which ETag, and what it varies by. */
interface Caching {
  readonly seconds: number;
  readonly tag: string;
  /** The header `Vary`, or null if there is none. */
  readonly vary: string | null;
}

/** An answer that caches may share, or 304 if the caller has it already. */
function sharedReply(
  { headers: { "if-none-match": known } }: UpdateRequest,
  body: string,
  { seconds, tag, vary }: Caching,
): ReadyReply {
  const caching = ["cache-control", cacheControl(seconds), "etag", tag];
  if (vary !== null) caching.push("vary", vary);
  if (known !== undefined && namesTag(known, tag)) return { status: 304, headers: caching, body: "" };
  const headers = ["content-type", JSON_TYPE, "content-length", String(body.length)];
  return { status: 200, headers: headers.concat(caching), body };
}

interface PreparedAnswer {
  readonly origin: string;
  /** The answer's JSON up to the seconds, in ASCII. */
  readonly text: string;
  /** The ETag of the answer without the seconds. */
  readonly tag: string;
}

/** The answer as it is sent, made once per origin. */
function prepared(answer: Answer, runningText: string, origin: string): PreparedAnswer {
  const known = answer.prepared as PreparedAnswer | null;
  if (known?.origin === origin) return known;
  const running = parseRunningVersion(runningText);
  const json = toAscii(JSON.stringify(toVerdictAnswer(answer.verdict, running, origin)));
  const written = {
    origin,
    text: `${json.slice(0, -1)},"nextCheckSeconds":`,
    tag: tagOf(json, "weak"),
  };
  answer.prepared = written;
  return written;
}

function toAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
