import { setImmediate } from "node:timers/promises";
import type { LoggedReason, LoggedRequest } from "../../contract/check-in-import.ts";
import { FEEDS } from "../../feeds/feeds.ts";
import { CheckIns } from "../../fleet/check-ins.ts";
import type { RawCheckIn } from "../../fleet/raw-check-in.ts";
import { ToldLately } from "../../fleet/told-lately.ts";
import { addDays, type Instant } from "../../instant.ts";
import { startCounts } from "../../updates/check-counts.ts";
import { FeedReplies } from "../../updates/feed-replies.ts";
import { createFullAnswerer, type FullAnswerer } from "../../updates/full-answer.ts";
import { INSTALLATION_HEADER } from "../../updates/named-installation.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";

/** A logged request that is no check-in: its place in the list from 0, and why. */
interface SkippedRequest {
  readonly index: number;
  readonly reason: LoggedReason;
}

/** What logged requests come to. */
export interface Replayed {
  /** The check-ins, not written yet: the last of each installation. */
  readonly checkIns: CheckIns;
  readonly noted: number;
  readonly skipped: readonly SkippedRequest[];
}

/** How far a log's clock may be ahead of the database's. */
const AHEAD_MS = 300_000;
/** How many requests are answered between two turns of what else there is to do. */
const AT_ONCE = 25;
/** More than fit into one call, so that nothing is dropped, and what is remembered of them. */
const MOST_WAITING = 10_000;
const MOST_REMEMBERED = 4_096;

/**
 * Answers logged requests once more, as of when they were made, with nothing sent: so they are read by the same readers as
 * any request, and what they are offered is what the present ledger says of that time. The newest is first, since a later
 * word of an installation counts.
 */
export async function replayRequests(
  context: UpdatesContext,
  requests: readonly LoggedRequest[],
  { now, retentionDays }: { readonly now: Instant; readonly retentionDays: number },
): Promise<Replayed> {
  const replay = new Replay(context);
  const skipped: SkippedRequest[] = [];
  const oldest = addDays(now, -retentionDays);
  const newestFirst = [...requests.entries()].sort(([, a], [, b]) => b.at - a.at);
  for (const [turn, [index, request]] of newestFirst.entries()) {
    if (turn % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const isLate = request.at > now + AHEAD_MS;
    const outside = isLate ? "in_the_future" : request.at < oldest ? "too_old" : null;
    const reason = outside ?? (await replay.answer(request));
    if (reason !== null) skipped.push({ index, reason });
  }
  skipped.sort((a, b) => a.index - b.index);
  const { checkIns } = replay;
  // Told in the answer alone: the same log again would be counted twice.
  checkIns.unprovenChecks.take();
  return { checkIns, noted: checkIns.noted, skipped };
}

/** An answerer whose clock stands at the instant of each request, and whose check-ins are kept apart. */
class Replay {
  readonly checkIns = new NotedCheckIns();
  readonly #answer: FullAnswerer;
  #at: Instant;

  constructor(context: UpdatesContext) {
    this.#at = context.now();
    const { checkIns } = this;
    const own = { checkIns, checks: startCounts(), feedReplies: new FeedReplies(), now: () => this.#at };
    this.#answer = createFullAnswerer({ ...context, ...own }, FEEDS);
  }

  /** Answers one; gives why it is no check-in, or null if it is one. */
  async answer({ at, url, installation }: LoggedRequest): Promise<LoggedReason | null> {
    const { noted, unknown, unproven } = this.checkIns;
    this.#at = at;
    const headers = installation === undefined ? {} : { [INSTALLATION_HEADER]: installation };
    const request = { method: "GET", url, headers };
    const reply = await this.#answer({ request, readBody: async () => null, trackingId: "replayed" });
    if (this.checkIns.noted > noted) return null;
    if (this.checkIns.unknown > unknown) return "organization_unknown";
    if (this.checkIns.unproven > unproven) return "without_enrolment_key";
    return reply === null || reply.status >= 400 ? "refused" : "names_no_installation";
  }
}

/** Check-ins that tell how many were noted. */
class NotedCheckIns extends CheckIns {
  noted = 0;

  constructor() {
    super({ most: MOST_WAITING, toldLately: new ToldLately(MOST_REMEMBERED) });
  }

  override note(checkIn: RawCheckIn): void {
    this.noted++;
    super.note(checkIn);
  }
}
