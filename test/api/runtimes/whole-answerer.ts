import { FEEDS } from "../../../src/feeds/feeds.ts";
import { createAnswerer } from "../../../src/updates/answerer.ts";
import type { WholeAnswerer } from "../../../src/updates/fetch-http.ts";
import { noSuchPath, refusalReply } from "../../../src/updates/problem-reply.ts";
import { toReadyReply } from "../../../src/updates/ready-reply.ts";
import { securityHeaders } from "../../../src/updates/security-headers.ts";
import { toTrackingId } from "../../../src/updates/tracking-id.ts";
import type { UpdatesContext } from "../../../src/updates/updates-context.ts";

/** Answers installations from a context, and refuses everything else. */
export function wholeAnswerer(context: UpdatesContext): WholeAnswerer {
  const answer = createAnswerer(context, FEEDS);
  const security = securityHeaders(context.originOf(undefined).startsWith("https:"));
  return (request, readBody) => {
    const { method = "", url = "", headers } = request;
    const trackingId = toTrackingId(headers);
    const refused = refusalReply(noSuchPath(method, url), trackingId);
    return answer(request, readBody) ?? toReadyReply(refused, [...security, "trackingid", trackingId]);
  };
}
