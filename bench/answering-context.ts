import { CheckIns } from "../src/fleet/check-ins.ts";
import { Fleet } from "../src/fleet/fleet.ts";
import type { World } from "../src/fleet/world.ts";
import { toInstant } from "../src/instant.ts";
import { startCounts } from "../src/updates/check-counts.ts";
import { FeedReplies } from "../src/updates/feed-replies.ts";
import { Latencies } from "../src/updates/latencies.ts";
import type { UpdatesContext } from "../src/updates/updates-context.ts";

const ORIGIN = "https://updates.example.org";

/** What answers follow from, over a world in memory: present time, no lag, no keys; but for what is given. */
export function answeringContext(world: World, given: Partial<UpdatesContext> = {}): UpdatesContext {
  const context: UpdatesContext = {
    fleet: new Fleet(world),
    now: () => toInstant(Date.now()),
    follower: { secondsBehind: 0, hasDiverged: false },
    checks: startCounts(),
    fastCheckLatencies: new Latencies(),
    feedReplies: new FeedReplies(),
    checkIns: new CheckIns(),
    countsFromLogs: false,
    sharedCacheSeconds: 60,
    feedKeys: async () => [],
    tufRoots: async () => [],
    publicUrl: ORIGIN,
    originOf: () => ORIGIN,
  };
  return Object.assign(context, given);
}
