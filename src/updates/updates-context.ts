import type { CheckIns } from "../fleet/check-ins.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { Instant } from "../instant.ts";
import type { CheckCounts } from "./check-counts.ts";
import type { LagSource } from "./lag.ts";

/** Everything that is needed to answer installations. Nothing of it does I/O. */
export interface UpdatesContext {
  /** What every installation is answered, from memory. */
  readonly fleet: Fleet;
  readonly now: () => Instant;
  readonly follower: LagSource;
  /** How many checks were answered. */
  readonly checks: CheckCounts;
  /** What installations said and is not written down yet. */
  readonly checkIns: CheckIns;
  /** Longest time in seconds for which caches may share an answer. 0 makes every answer private. */
  readonly sharedCacheSeconds: number;
  /** How the client reaches this server, as addresses in answers must begin; `host` is the request's Host. */
  readonly originOf: (host: string | undefined) => string;
}
