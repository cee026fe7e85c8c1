import { formatOsVersion, readOsVersion } from "../catalog/os-version.ts";
import { parseRunningVersion } from "../catalog/running-version.ts";
import { isOn } from "../feeds/feed.ts";
import type { Answer } from "../fleet/answer-table.ts";
import { targetIndex } from "../fleet/targets.ts";
import { namesTag, tagOf } from "./entity-tag.ts";
import type { FastAnswerer, ReadyReply, UpdateRequest } from "./http.ts";
import { LAG_HEADER, lagSeconds } from "./lag.ts";
import { nextCheckSeconds } from "./next-check.ts";
import { type AnsweredRequest, noteCheckIn } from "./note-check-in.ts";
import { rememberingLast } from "./origin.ts";
import { type PlainCheckRequest, readPlainCheck } from "./plain-check.ts";
import { cacheControl, mayBeShared, NO_STORE, sharedSeconds, varyOf } from "./shared-answer.ts";
import type { UpdatesContext } from "./updates-context.ts";
import { toVerdictAnswer } from "./verdict-answer.ts";

/**
 * Answers the checks that most installations send, from memory and before any routing: those with plain parameters and
 * a cached answer. Leaves everything else to the full route, which answers by the same rules.
 */
export function createFastCheck(context: UpdatesContext): FastAnswerer {
  const count = context.checks.fast;
  const findOrigin = rememberingLast(context.originOf);
  const vary = varyOf(context);
  return (request) => {
    const check = readPlainCheck(request);
    const found = check && findAnswer(context, check);
    return found && write(found, request.headers);
  };

  function write(found: FastAnswer, headers: UpdateRequest["headers"]): ReadyReply {
    const { installation, namedIn, user, verdict, untilDate } = found;
    count[verdict.action]++;
    const { text, tag } = prepared(found.answer, found.running, findOrigin(headers.host));
    const body = `${text}${nextCheckSeconds(verdict, untilDate, Math.random())}}`;
    const lag = lagSeconds(context.follower);
    if (installation !== null) noteCheckIn(context, found);
    const isShared = user === null && mayBeShared(context, namedIn);
    const seconds = isShared ? sharedSeconds(context, lag, untilDate) : 0;
    if (seconds <= 0) return ownReply(body, lag);
    const caching = { seconds, tag, vary };
    return isKnown(headers["if-none-match"], tag) ? unchanged(caching) : sharedReply(body, caching);
  }
}

/** A request with its answer. */
interface FastAnswer extends AnsweredRequest, Pick<PlainCheckRequest, "namedIn"> {
  readonly running: string;
  readonly answer: Answer;
  /** Milliseconds to the next date that may change the answer. */
  readonly untilDate: number;
}

/** The answer, or null if the full route must give it. */
function findAnswer({ fleet, now }: UpdatesContext, check: PlainCheckRequest): FastAnswer | null {
  const { asked, namedIn } = check;
  const target = targetIndex(asked.platform, asked.arch);
  if (target < 0) return null;
  const { organization, installation, user, version: running } = asked;
  const number = fleet.numberOf(organization);
  const standingClass = fleet.standingClassAt(number, user);
  const at = now();
  const os = readOsVersion(asked.osVersion);
  const isManaged = isOn(asked.managed);
  const answer = fleet.answer(standingClass, target, { running, os, isManaged }, at);
  if (answer === null) return null;
  const { verdict } = answer;
  const untilDate = fleet.millisecondsToNextDate(standingClass, target, at);
  const said = {
    organization,
    number,
    installation,
    user,
    target,
    running,
    os: os && formatOsVersion(os),
    managed: isManaged,
    updater: null,
    namedIn,
  };
  return { ...said, verdict, at, answer, untilDate };
}

const JSON_TYPE = "application/json; charset=utf-8";

/** A personal answer, or one from a server that lags. `body` is ASCII, so its length is its size in bytes. */
function ownReply(body: string, lag: number | null): ReadyReply {
  const length = String(body.length);
  const headers = ["content-type", JSON_TYPE, "cache-control", NO_STORE, "content-length", length];
  if (lag !== null) headers.push(LAG_HEADER, String(lag));
  return { status: 200, headers, body };
}

/** Whether the caller has the answer with this ETag already. */
function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  return ifNoneMatch !== undefined && namesTag(ifNoneMatch, tag);
}

/** How an answer may be kept by caches: for how many seconds, by which ETag, and what it varies by. */
interface Caching {
  readonly seconds: number;
  readonly tag: string;
  /** The header `Vary`, or null if there is none. */
  readonly vary: string | null;
}

/** 304: the caller has the answer already, and caches may share it for `seconds` more. */
function unchanged(caching: Caching): ReadyReply {
  return { status: 304, headers: cachingHeaders(caching), body: "" };
}

/** An answer that caches may share for `seconds`. */
function sharedReply(body: string, caching: Caching): ReadyReply {
  const headers = ["content-type", JSON_TYPE, "content-length", String(body.length)];
  return { status: 200, headers: headers.concat(cachingHeaders(caching)), body };
}

function cachingHeaders({ seconds, tag, vary }: Caching): string[] {
  const headers = ["cache-control", cacheControl(seconds), "etag", tag];
  if (vary !== null) headers.push("vary", vary);
  return headers;
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
