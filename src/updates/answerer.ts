import type { Feed } from "../feeds/feed.ts";
import { createFastCheck } from "./fast-check.ts";
import { createFastFeed } from "./fast-feed.ts";
import { createFullAnswerer } from "./full-answer.ts";
import type { Answerer, FastAnswerer } from "./http.ts";
import { toTrackingId } from "./tracking-id.ts";
import type { UpdatesContext } from "./updates-context.ts";

/** Answers every request of installations, the check and these feeds, the fast way where it can, with no web framework. */
export function createAnswerer(context: UpdatesContext, feeds: readonly Feed[]): Answerer {
  const answerFast = createFastAnswerer(context, feeds);
  const answerInFull = createFullAnswerer(context, feeds);
  return (request, readBody) =>
    answerFast(request) ?? answerInFull({ request, readBody, trackingId: toTrackingId(request.headers) });
}

/** Answers what lies ready in memory: the checks that most installations send, and feeds that were answered before. */
export function createFastAnswerer(context: UpdatesContext, feeds: readonly Feed[]): FastAnswerer {
  const answerCheck = createFastCheck(context);
  const answerFeed = createFastFeed(context, feeds);
  return (request) => answerCheck(request) ?? answerFeed(request);
}
