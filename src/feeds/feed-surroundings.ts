import type { TufRoots } from "../catalog/tuf-root.ts";
import type { Instant } from "../instant.ts";

/** Where and when a request came in, and what lies beside the feed. */
export interface FeedSurroundings {
  /** How the client reaches this server; without a slash at its end. */
  readonly origin: string;
  readonly at: Instant;
  /** The roots of TUF, for the protocol that `Feed.readsRoots`; otherwise none. */
  readonly roots: TufRoots;
}
