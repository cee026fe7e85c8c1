import type { Logger } from "pino";
import type { CensusFollower } from "../fleet/census-follower.ts";
import type { CheckInWriter } from "../fleet/check-in-writer.ts";
import type { CheckIns } from "../fleet/check-ins.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { LedgerFollower } from "../fleet/ledger-follower.ts";
import type { Instant } from "../instant.ts";
import type { BuildFiles } from "../store/files/build-files.ts";
import type { Store } from "../store/store.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { CheckCounts } from "../updates/check-counts.ts";
import type { Config } from "./config.ts";
import type { Guard } from "./guard.ts";
import type { Seat } from "./operating/worker-metrics.ts";
import type { Attempts } from "./sessions/attempts.ts";
import type { IdentityProvider } from "./sessions/identity-provider.ts";
import type { PasswordHasher } from "./sessions/password-hash.ts";
import type { SigningKeys } from "./signing/signing-keys.ts";
import type { UploadDirectory } from "./uploads/upload-directory.ts";

/** What every endpoint works with. */
export interface Context {
  readonly config: Config;
  readonly store: Store;
  /** Where the files of builds lie. */
  readonly buildFiles: BuildFiles;
  /** Resumable uploads under way. */
  readonly uploads: UploadDirectory;
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
  /** Hashes the passwords of local accounts. */
  readonly passwords: PasswordHasher;
  /** What manifests of builds are signed with. */
  readonly signingKeys: SigningKeys;
  /** How many checks were answered. */
  readonly checks: CheckCounts;
  /** What installations said and is not written down yet. */
  readonly checkIns: CheckIns;
  /** Writes it down. */
  readonly checkInWriter: CheckInWriter;
  /** Keeps the fleet's counts of installations in step with those of the store. */
  readonly census: CensusFollower;
  /** The folder of the built page; not given: where the build puts it. */
  readonly page?: string;
  /** This server's place among the processes that answer on one port; not given: it is alone. */
  readonly seat?: Seat;
  /** Stands around the change of the one request that this context was made for. */
  readonly guard?: Guard;
}
