import type { TufRoots } from "../catalog/tuf-root.ts";
import type { FeedKeys, KeyPurpose } from "../catalog/updater-key.ts";
import type { CheckIns } from "../fleet/check-ins.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { Instant } from "../instant.ts";
import type { CheckCounts } from "./check-counts.ts";
import type { FeedReplies } from "./feed-replies.ts";
import type { LagSource } from "./lag.ts";
import type { Latencies } from "./latencies.ts";

/** Everything that is needed to answer installations, without I/O. */
export interface UpdatesContext {
  /** The answers to installations, from memory. */
  readonly fleet: Fleet;
  readonly now: () => Instant;
  readonly follower: LagSource;
  /** How many checks and requests of feeds were answered. */
  readonly checks: CheckCounts;
  /** How long it took to answer before any routing, from the request to the last byte given to the system. */
  readonly fastCheckLatencies: Latencies;
  /** The replies of feeds that may be sent again. */
  readonly feedReplies: FeedReplies;
  /** The check-ins that are not written yet. */
  readonly checkIns: CheckIns;
  /** Longest time in seconds for which caches may share an answer. 0 makes every answer private. */
  readonly sharedCacheSeconds: number;
  /** Whether check-ins are read from the access logs of a cache in front, so that it may answer named installations. */
  readonly countsFromLogs: boolean;
  /** The keys of one purpose with which this installation signs for updaters, the one that signs first. */
  readonly feedKeys: (purpose: KeyPurpose) => Promise<FeedKeys>;
  /** The roots of TUF that the vendor gave. */
  readonly tufRoots: () => Promise<TufRoots>;
  /**
   * The address at which all clients reach this server, which is then {@link originOf} every host, so that no request's has
   * to be read; null, or left out, if an answer may name the host of its request.
   */
  readonly publicUrl?: string | null;
  /** The origin for addresses in answers, by which the client reaches this server; `host` is the request's Host. */
  readonly originOf: (host: string | undefined) => string;
}
