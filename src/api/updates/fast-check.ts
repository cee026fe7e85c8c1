import type { IncomingMessage, ServerResponse } from "node:http";
import { parseVersion } from "../../catalog/version.ts";
import type { Answer } from "../../fleet/answer-table.ts";
import { targetIndex } from "../../fleet/targets.ts";
import type { Context } from "../context.ts";
import { originOf } from "../origin.ts";
import { nextCheckSeconds } from "./next-check.ts";
import { toVerdictAnswer } from "./verdict-answer.ts";

const PATH = "/v1/updates/check?";

interface Asked {
  organization?: string;
  user?: string;
  platform?: string;
  arch?: string;
  version?: string;
  /** Part of the question, but without effect on an ordinary answer. */
  installation?: string;
}

const PLAIN: ReadonlySet<string> = new Set([
  "organization",
  "user",
  "platform",
  "arch",
  "version",
  "installation",
]);

/**
 * Answers the checks that most installations send, straight from memory and before any routing: plain parameters, an
 * answer that many share. Gives false, having done nothing, for everything else: the full route answers that, by the
 * same rules.
 */
export function answerFast(context: Context, request: IncomingMessage, response: ServerResponse): boolean {
  const { url = "", method, headers } = request;
  if (!url.startsWith(PATH) || method !== "GET") return false;
  const asked = readPlainQuery(url);
  if (!asked?.version || !asked.platform || !asked.arch) return false;
  const target = targetIndex(asked.platform, asked.arch);
  if (target < 0) return false;
  const place = context.fleet.place(asked.organization ?? null, asked.user ?? null);
  const now = context.now();
  const answer = context.fleet.answer(place, target, asked.version, now);
  if (!answer) return false;
  const text = prepared(answer, asked.version, originOf(context.config, headers.host));
  const seconds = nextCheckSeconds(context.fleet.millisecondsToNextDate(place, target, now), Math.random());
  const body = `${text}${seconds}}`;
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "cache-control": "private, no-store",
  });
  response.end(body);
  return true;
}

/** The parameters, where all are plain ones given once without anything to decode; otherwise null. */
function readPlainQuery(url: string): Asked | null {
  if (url.includes("%", PATH.length) || url.includes("+", PATH.length)) return null;
  const asked: Record<string, string> = {};
  for (const part of url.slice(PATH.length).split("&")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, equals);
    if (equals < 0 || !PLAIN.has(name) || name in asked) return null;
    asked[name] = part.slice(equals + 1);
  }
  return asked;
}

interface Prepared {
  readonly origin: string;
  readonly text: string;
}

/** The answer's JSON up to the seconds, written once for each way to reach this server. */
function prepared(answer: Answer, runningText: string, origin: string): string {
  const known = answer.prepared as Prepared | null;
  if (known?.origin === origin) return known.text;
  const running = parseVersion(runningText);
  if (!running.ok) throw new Error(`an answer was prepared for ${runningText}, which is no version`);
  const json = JSON.stringify(toVerdictAnswer(answer.verdict, running.value, origin));
  const text = `${json.slice(0, -1)},"nextCheckSeconds":`;
  answer.prepared = { origin, text };
  return text;
}
