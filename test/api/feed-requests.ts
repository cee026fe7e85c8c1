import fc from "fast-check";
import type { Feed } from "../../src/feeds/feed.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { type MadeWorld, questions, toQuery } from "./small-world.ts";

/** Where a request names its installation. */
const PLACES = ["query", "path", "header", "protocol's header", "both headers"] as const;

/** One request of an updater, whatever its protocol is. */
export interface FeedRequestAsked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const extras = fc.record({
  feed: fc.nat(),
  file: fc.nat(),
  place: fc.constantFrom(...PLACES),
  more: fc.oneof(
    { weight: 6, arbitrary: fc.constant("") },
    { weight: 1, arbitrary: fc.constantFrom("manual=1", "installedAt=2026-02-20", "unknown=1", "noCache=1") },
  ),
  agent: fc.constantFrom("App/45.1 Sparkle/2.6", "App/45.2 Sparkle/2.6"),
  at: fc.integer({ min: 0, max: 86_399_999 }),
});

/** Eight questions, each to a file of one of the feeds. */
export const feedQuestions = fc
  .tuple(questions, fc.array(extras, { minLength: 8, maxLength: 8 }))
  .map(([asked, more]) => asked.map((question, index) => ({ ...question, ...more[index]! })));

export type FeedQuestionAsked =
  typeof feedQuestions extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

const FILES = FEEDS.flatMap((feed) =>
  feed.routes
    .filter(({ method }) => method === "GET")
    .flatMap(({ files }) => (files.length === 0 ? [""] : files).map((file) => ({ feed, file }))),
);

/** The request of a question to one of the feeds. */
export function toFeedRequest(question: FeedQuestionAsked, made: MadeWorld): FeedRequestAsked {
  const { feed, file } = FILES[(question.feed + question.file) % FILES.length] as (typeof FILES)[number];
  const { organization, query } = toQuery(question, made);
  const said = new URLSearchParams(query);
  const { installation, place } = question;
  if (installation !== null && place !== "query") said.delete("installation");
  const pair = installation !== null && place === "path" ? `/installation/${installation}` : "";
  const path = `/feeds/${feed.name}/${organization}${pair}${file === "" ? "" : `/${file}`}`;
  const more = question.more === "" ? "" : `&${question.more}`;
  return { path: `${path}?${said}${more}`, headers: headersOf(feed, question) };
}

function headersOf({ installationHeader }: Feed, { installation, place, agent }: FeedQuestionAsked) {
  const isInOwn = installationHeader !== undefined && ["protocol's header", "both headers"].includes(place);
  const isInOurs = ["header", "both headers"].includes(place);
  return {
    "user-agent": agent,
    ...(isInOwn && installation !== null && { [installationHeader]: `${installation}-own` }),
    ...(isInOurs && installation !== null && { "sluice-installation": installation }),
  };
}
