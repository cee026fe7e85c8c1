import type { IncomingMessage, ServerResponse } from "node:http";
import { parseVersion } from "../../catalog/version.ts";
import { CHECK_LIMITS } from "../../contract/verdict.ts";
import type { Answer } from "../../fleet/answer-table.ts";
import { targetIndex } from "../../fleet/targets.ts";
import type { Context } from "../context.ts";
import { originOf } from "../origin.ts";
import { LAG_HEADER, lagSeconds } from "./lag.ts";
import { nextCheckSeconds } from "./next-check.ts";
import { noteCheckIn } from "./note-check-in.ts";
import { toVerdictAnswer } from "./verdict-answer.ts";

const PATH = "/v1/updates/check?";

interface Asked {
  organization: string | null;
  user: string | null;
  platform: string;
  arch: string;
  version: string;
  /** Noted, but without effect on an answer that is the same for all. */
  installation: string | null;
}

/** Gives true when it has answered; false when it has done nothing. */
export type FastCheck = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Answers the checks that most installations send, straight from memory and before any routing: plain parameters, an
 * answer that many share. Leaves everything else to the full route, which answers by the same rules.
 */
export function createFastCheck(context: Context): FastCheck {
  const { fleet } = context;
  const count = context.checks.fast;
  const findOrigin = rememberingLast((host: string | undefined) => originOf(context.config, host));
  return ({ url = "", method, headers }, response) => {
    if (method !== "GET" || !url.startsWith(PATH)) return false;
    const asked = readPlainQuery(url);
    if (!asked) return false;
    const target = targetIndex(asked.platform, asked.arch);
    if (target < 0) return false;
    const place = fleet.place(asked.organization, asked.user);
    const now = context.now();
    const answer = fleet.answer(place, target, asked.version, now);
    if (!answer) return false;
    const text = prepared(answer, asked.version, findOrigin(headers.host));
    const seconds = nextCheckSeconds(fleet.millisecondsToNextDate(place, target, now), Math.random());
    send(response, `${text}${seconds}}`, lagSeconds(context));
    count[answer.verdict.action]++;
    if (asked.installation !== null) {
      const { organization, installation, user, version: running } = asked;
      const { verdict } = answer;
      noteCheckIn(context, { organization, installation, user, target, running, verdict, at: now });
    }
    return true;
  };
}

/** Nearly every request names the same host. */
function rememberingLast(find: (host: string | undefined) => string): typeof find {
  let last: { readonly host: string | undefined; readonly origin: string } | null = null;
  return (host) => {
    if (last === null || last.host !== host) last = { host, origin: find(host) };
    return last.origin;
  };
}

const HEADERS = ["content-type", "application/json; charset=utf-8", "cache-control", "private, no-store"];

/** `body` is ASCII, so its length is its size, and it needs no encoding. */
function send(response: ServerResponse, body: string, lag: number | null): void {
  const headers = [...HEADERS, "content-length", String(body.length)];
  if (lag !== null) headers.push(LAG_HEADER, String(lag));
  response.writeHead(200, headers);
  response.end(body, "latin1");
}

const NOTHING_ASKED: Asked = {
  organization: null,
  user: null,
  platform: "",
  arch: "",
  version: "",
  installation: null,
};

/** The parameters, where all are plain ones without anything to decode; otherwise null. */
function readPlainQuery(url: string): Asked | null {
  if (url.includes("%") || url.includes("+")) return null;
  const asked: Asked = { ...NOTHING_ASKED };
  for (let at = PATH.length; at < url.length; ) {
    const found = url.indexOf("&", at);
    const end = found < 0 ? url.length : found;
    const equals = url.indexOf("=", at);
    if (equals < 0 || equals > end || !take(asked, url.slice(at, equals), url.slice(equals + 1, end)))
      return null;
    at = end + 1;
  }
  return asked;
}

/** No text that may be too long for the full route is answered here. */
const SHORT = Math.min(...Object.values(CHECK_LIMITS));

/** Takes one parameter; false: it is none of the plain ones, comes twice or may be too long. */
function take(asked: Asked, name: string, value: string): boolean {
  if (value.length > SHORT) return false;
  switch (name) {
    case "organization":
    case "user":
    case "installation": {
      const isFirst = asked[name] === null;
      asked[name] = value;
      return isFirst;
    }
    case "platform":
    case "arch":
    case "version": {
      const isFirst = asked[name] === "";
      asked[name] = value;
      return isFirst;
    }
    default:
      return false;
  }
}

interface Prepared {
  readonly origin: string;
  readonly text: string;
}

/** The answer's JSON up to the seconds, in ASCII, written once for each way to reach this server. */
function prepared(answer: Answer, runningText: string, origin: string): string {
  const known = answer.prepared as Prepared | null;
  if (known?.origin === origin) return known.text;
  const running = parseVersion(runningText);
  if (!running.ok) throw new Error(`an answer was prepared for ${runningText}, which is no version`);
  const json = toAscii(JSON.stringify(toVerdictAnswer(answer.verdict, running.value, origin)));
  const text = `${json.slice(0, -1)},"nextCheckSeconds":`;
  answer.prepared = { origin, text };
  return text;
}

function toAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
