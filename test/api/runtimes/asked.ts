import { FEEDS } from "../../../src/feeds/feeds.ts";
import type { FeedQuestionAsked } from "../feed-requests.ts";
import { toFeedRequest } from "../feed-requests.ts";
import { type MadeWorld, toQuery } from "../small-world.ts";
import type { AskedAsIs } from "./ask-as-is.ts";

/** What installations ask for a question: the check and a feed, in the ways that an answer depends on. */
export function requestsOf(question: FeedQuestionAsked, made: MadeWorld): readonly AskedAsIs[] {
  const { organization, query } = toQuery(question, made);
  const check = `/v1/updates/check?organization=${organization}&${query}`;
  const feed = toFeedRequest(question, made);
  return [
    { path: check, headers: {} },
    { path: check.replace("arch=", "%61rch="), headers: {} },
    { path: `${check}&${question.more}`, headers: {} },
    feed,
    { ...feed, headers: { ...feed.headers, range: "bytes=5-20" } },
  ].flatMap(({ path, headers }) => [
    { method: "GET", path, headers },
    // Once more: what was answered before is answered another way.
    { method: "GET", path, headers },
    { method: "GET", path, headers: { ...headers, "if-none-match": "*" } },
    { method: "GET", path, headers: { ...headers, trackingid: "of-the-caller" } },
    { method: "HEAD", path, headers },
  ]);
}

const DEVICE = "platform=win&arch=x64&version=45.1";
const CHECK = "/v1/updates/check";
const OMAHA = "/feeds/omaha/someone";

/** A check by a cache that has the answer already: 304, unless a rollout makes answers personal. */
export const KNOWN_ALREADY: AskedAsIs = {
  method: "GET",
  path: `${CHECK}?organization=nobody&platform=win&arch=x64&version=999.1`,
  headers: { "if-none-match": "*" },
};

/** Requests that no updater sends. */
export const UNUSUAL: readonly AskedAsIs[] = [
  ...[
    CHECK,
    `${CHECK}?`,
    `${CHECK}/`,
    `${CHECK}?${DEVICE}#x`,
    `${CHECK};x?${DEVICE}`,
    `/v1/updates/%63heck?${DEVICE}`,
  ],
  ...[
    "platform=android",
    "platform=win&platform=mac",
    "arch=x86",
    "organization=1&organization=2",
    "version=1",
  ],
  ...[
    `${DEVICE}&organization=${"a".repeat(401)}`,
    `${DEVICE}&version=46.1`,
    `${DEVICE}&osVersion=%31%30`,
    "%",
  ],
  ...[`${DEVICE}&user=%ff`, `${DEVICE}&__proto__=1&constructor=2&=3&a+b`, `${DEVICE}&manual=1`],
]
  .map((text) => (text.startsWith("/") ? text : `${CHECK}?${text}`))
  .map((path) => ({ method: "GET", path }))
  .concat(
    ...FEEDS.map(({ name }) =>
      [
        "",
        "/",
        "/x",
        "/x/",
        `/${"a".repeat(401)}/latest.yml`,
        "/%ff/latest.yml",
        "/a%2Fb/latest.yml?version=1",
      ].map((rest) => ({ method: "GET", path: `/feeds/${name}${rest}` })),
    ),
    ["/feeds/", "/feeds/unknown/x", "/feeds//x", `/feeds/apt/x/${"a".repeat(500)}`, "/FEEDS/apt/x"].map(
      (path) => ({
        method: "GET",
        path,
      }),
    ),
    ["DELETE", "PUT", "OPTIONS"].flatMap((method) => [CHECK, OMAHA].map((path) => ({ method, path }))),
  );

/** What updaters post, and what they should not. */
export const POSTED: readonly AskedAsIs[] = [
  ...["", "{}", "not json", '{"request":{"protocol":"3.1","apps":[{"appid":"a"}]}}', "é".repeat(40_000)],
].map((body) => ({ method: "POST", path: OMAHA, headers: { "content-type": "application/json" }, body }));
