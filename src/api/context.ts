import type { Logger } from "pino";
import type { Fleet } from "../fleet/fleet.ts";
import type { LedgerFollower } from "../fleet/ledger-follower.ts";
import type { Instant } from "../instant.ts";
import type { Store } from "../store/store.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Config } from "./config.ts";
import type { Guard } from "./guard.ts";
import type { CheckCounts } from "./service/check-counts.ts";
import type { Attempts } from "./sessions/attempts.ts";
import type { IdentityProvider } from "./sessions/identity-provider.ts";

/** What every endpoint works with. */
export interface Context {
  readonly config: Config;
  readonly store: Store;
  /** What every installation is answered, from memory. */
  readonly fleet: Fleet;
  /** Keeps the fleet in step with the ledger. */
  readonly follower: LedgerFollower;
  readonly now: () => Instant;
  readonly log: Logger;
  /** Bearer tokens that are not in the store, by the SHA-256 of the secret: the configured one, the demo's first. */
  readonly fixedTokens: ReadonlyMap<string, Actor>;
  /** The identity provider, found when it is first needed; null: none is configured. */
  readonly identityProvider: IdentityProvider | null;
  /** Who tries to sign in, and how often. */
  readonly attempts: Attempts;
  /** How many checks were answered. */
  readonly checks: CheckCounts;
  /** Stands around the change of the one request that this context was made for. */
  readonly guard?: Guard;
}
