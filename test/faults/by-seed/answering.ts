import type { CheckIns } from "../../../src/fleet/check-ins.ts";
import type { Fleet } from "../../../src/fleet/fleet.ts";
import type { Instant } from "../../../src/instant.ts";
import { createAnswerer } from "../../../src/updates/answerer.ts";
import { startCounts } from "../../../src/updates/check-counts.ts";
import { FeedReplies } from "../../../src/updates/feed-replies.ts";
import { LAG_HEADER, type LagSource } from "../../../src/updates/lag.ts";
import { Latencies } from "../../../src/updates/latencies.ts";
import type { UpdatesContext } from "../../../src/updates/updates-context.ts";
import type { Asked } from "./history.ts";

export const ORIGIN = "https://updates.example.org";

/** What a process said to an installation. */
export interface Said {
  /** The answer as JSON, without when to ask again. */
  readonly answer: string;
  /** The version that it was offered, or null if it was told to stay. */
  readonly offered: string | null;
  readonly isLate: boolean;
}

/** The replies of feeds, none of which is asked: one for all, since it takes much room. */
const NO_REPLIES = new FeedReplies();

/** The context in which a simulated process answers. */
export function contextOf(
  fleet: Fleet,
  follower: LagSource,
  { checkIns, now }: { readonly checkIns: CheckIns; readonly now: () => Instant },
): UpdatesContext {
  return {
    fleet,
    now,
    follower,
    checkIns,
    fastCheckLatencies: new Latencies(),
    feedReplies: NO_REPLIES,
    checks: startCounts(),
    countsFromLogs: false,
    sharedCacheSeconds: 60,
    feedKeys: () => Promise.reject(new Error("no feed is asked here")),
    tufRoots: async () => [],
    originOf: () => ORIGIN,
  };
}

/** Answers checks as a server and an edge do: the fast way if it can, else the full one. */
export function answering(context: UpdatesContext): (asked: Asked) => Said {
  const answerer = createAnswerer(context, []);
  return (asked) => {
    const url = `/v1/updates/check?${new URLSearchParams(queryOf(asked))}`;
    const ready = answerer(
      { method: "GET", url, headers: { host: "updates.example.org" } },
      async () => null,
    );
    if (!ready || ready instanceof Promise) throw new TypeError("a check is answered at once");
    return toSaid(ready.body, ready.headers.includes(LAG_HEADER));
  };
}

function queryOf({
  organization,
  user,
  installation,
  platform,
  arch,
  running,
}: Asked): Record<string, string> {
  const query = { organization, platform, arch, version: running, installation };
  return user === null ? query : Object.assign(query, { user });
}

function toSaid(body: string, isLate: boolean): Said {
  const answer = JSON.parse(body);
  const offered = answer.action === "update" ? String(answer.version) : null;
  answer.nextCheckSeconds = undefined;
  return { answer: JSON.stringify(answer), offered, isLate };
}
