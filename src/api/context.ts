import type { Logger } from "pino";
import type { CensusFollower } from "../fleet/census-follower.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { LedgerFollower } from "../fleet/ledger-follower.ts";
import type { StuckCounter } from "../fleet/stuck-installations.ts";
import type { Instant } from "../instant.ts";
import type { Refusal, Result } from "../result.ts";
import type { DatabaseClock } from "../store/database-clock.ts";
import type { Change } from "../store/ledger/change.ts";
import type { Store } from "../store/store.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Config } from "./config.ts";
import type { CursorSeal } from "./cursor-seal.ts";
import type { Shares } from "./shares/shares.ts";

/**
 * What every endpoint works with. A folder whose endpoints need more declares a context of its own that extends this
 * one; `server-context.ts` puts all of them together.
 */
export interface Context {
  readonly config: Config;
  readonly store: Store;
  /** The answers for every installation, from memory. */
  readonly fleet: Fleet;
  /** Keeps the fleet in step with the ledger. */
  readonly follower: LedgerFollower;
  /** Keeps the fleet's counts of installations in step with those of the store. */
  readonly census: CensusFollower;
  /** Counts the installations that are stuck. */
  readonly stuck: StuckCounter;
  /** What is under way on this server, by quota. */
  readonly shares: Shares;
  /** Seals the ends of pages of lists. */
  readonly cursors: CursorSeal;
  /** The clock of the database, beside that of this server. */
  readonly clock: DatabaseClock;
  /** The present time by that clock. */
  readonly now: () => Instant;
  readonly log: Logger;
  /** Bearer tokens that are not in the store, by the SHA-256 of the secret: the configured one and the demo's. */
  readonly fixedTokens: ReadonlyMap<string, Actor>;
  /** Wraps the change of the one request that this context was made for. */
  readonly guard?: Guard;
  /** The same, outside of that one: whether the caller may still make the change. */
  readonly rights?: Guard;
}

/** A condition that a request sets for its one change: that it is made once, or only to what the caller has seen. */
export interface Guard {
  /**
   * Runs inside the change's transaction, around what decides and records it; a refusal rolls everything back (R26).
   */
  around<Value>(
    transaction: Change,
    work: () => Promise<Result<Value, Refusal>>,
  ): Promise<Result<Value, Refusal>>;
}
