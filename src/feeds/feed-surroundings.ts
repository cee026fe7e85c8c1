import type { TufRoots } from "../catalog/tuf-root.ts";
import type { FeedKeys } from "../catalog/updater-key.ts";
import type { Instant } from "../instant.ts";

/** When a request came in, and what lies beside the feed. */
export interface FeedSurroundings {
  readonly at: Instant;
  /** The keys of `Feed.signsWith`, the one that signs first; none if the protocol signs nothing. */
  readonly keys: FeedKeys;
  /** The roots of TUF, for the protocol that `Feed.readsRoots`; otherwise none. */
  readonly roots: TufRoots;
}
