import type { TufRoots } from "../../../src/catalog/tuf-root.ts";
import type { FeedKeys, KeyPurpose } from "../../../src/catalog/updater-key.ts";
import { CheckIns } from "../../../src/fleet/check-ins.ts";
import { Fleet } from "../../../src/fleet/fleet.ts";
import { worldOf } from "../../../src/fleet/world-image.ts";
import type { Instant } from "../../../src/instant.ts";
import type { LedgerPosition } from "../../../src/ledger/entry.ts";
import { startCounts } from "../../../src/updates/check-counts.ts";
import { FeedReplies } from "../../../src/updates/feed-replies.ts";
import { Latencies } from "../../../src/updates/latencies.ts";
import type { UpdatesContext } from "../../../src/updates/updates-context.ts";

/** What a process answers from as a server does, as JSON. */
export interface SentParts {
  /** The bytes of `imageOf`, as base64. */
  readonly image: string;
  readonly head: LedgerPosition;
  readonly now: Instant;
  readonly origin: string;
  readonly sharedCacheSeconds: number;
  readonly keys: readonly (readonly [KeyPurpose, FeedKeys])[];
  readonly roots: TufRoots;
}

/** Everything that installations are answered from, in another process or runtime. */
export function contextOf({
  image,
  head,
  keys,
  roots,
  origin,
  now,
  sharedCacheSeconds,
}: SentParts): UpdatesContext {
  const known = new Map(keys);
  return {
    fleet: new Fleet(
      worldOf(
        Uint8Array.from(atob(image), (one) => one.charCodeAt(0)),
        head,
      ),
    ),
    now: () => now,
    follower: { secondsBehind: 0, hasDiverged: false },
    checks: startCounts(),
    fastCheckLatencies: new Latencies(),
    feedReplies: new FeedReplies(),
    checkIns: new CheckIns(),
    sharedCacheSeconds,
    countsFromLogs: false,
    feedKeys: async (purpose) => known.get(purpose) ?? [],
    tufRoots: async () => roots,
    originOf: () => origin,
  };
}
