import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { beginWorld, CheckpointKeeper } from "../fleet/checkpoint-keeper.ts";
import { LedgerFollower } from "../fleet/ledger-follower.ts";
import type { World } from "../fleet/world.ts";
import { type Instant, toInstant } from "../instant.ts";
import type { LocalRefusalCode, RefusalCode } from "../refusal-code.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { ledgerSource } from "../store/ledger/ledger-table.ts";
import { migrateStore } from "../store/migrate-store.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { noteExternalActors } from "../store/tables/external-actor-table.ts";
import type { Actor } from "../tenancy/actor.ts";
import { startCounts } from "../updates/check-counts.ts";
import { FIRST_START } from "./administrators/first-administrator.ts";
import { createApp } from "./app.ts";
import { hashSecret } from "./authenticate.ts";
import { keepSweeping, prepareFiles } from "./build-storage.ts";
import type { Config } from "./config.ts";
import type { Seat } from "./operating/worker-metrics.ts";
import { originOf } from "./request-headers.ts";
import { LIMITS, type Limits } from "./server/limits.ts";
import { makeLog } from "./server/request-log.ts";
import { stopApp } from "./server/stopping.ts";
import type { ServerContext } from "./server-context.ts";
import { Attempts } from "./sessions/attempts.ts";
import { IdentityProvider } from "./sessions/identity-provider.ts";
import { type PasswordCost, PasswordHasher } from "./sessions/password-hash.ts";
import { prepareSigningKeys } from "./signing/signing-keys.ts";
import { countInstallations, startCounting } from "./updates/count-installations.ts";

/** What a server is given beside its configuration; tests set the clock. */
export interface Surroundings {
  readonly now?: () => Instant;
  readonly log?: Logger;
  /** The limits of one client, if not the usual ones. */
  readonly limits?: Partial<Limits>;
  /** The folder of the built page, if it is not where the build puts it. */
  readonly page?: string;
  /** Its seat among the worker processes on one port, or undefined if it is alone. */
  readonly seat?: Seat;
  /** More bearer tokens that are not in the store: secret -> actor. */
  readonly tokens?: ReadonlyMap<string, Actor>;
  /** The cost of hashing a password, if a test gives its servers a lower one; no configuration reaches this. */
  readonly passwordCost?: PasswordCost;
}

/** A server that answers. */
export interface RunningServer {
  readonly url: string;
  readonly context: ServerContext;
  /** Finishes accepted calls, then releases everything. */
  close(): Promise<void>;
}

/** How often to check for other servers' changes without a notification: they are in force within a second (R16). */
const LOOK_EVERY_MS = 500;
/**
 * The most connections that wait to be accepted: when many clients come at once, as after an outage. The system may
 * allow fewer.
 */
const BACKLOG = 16_384;

/**
 * Starts a server: opens and migrates the database, reads the ledger, listens. Refuses, with nothing left open:
 * `port_in_use`, `address_not_available`, `data_directory_not_writable`, `builds_unreachable`, `signing_key_unreadable`
 * or the database's refusals.
 */
export async function serve(
  config: Config,
  surroundings: Surroundings = {},
): Promise<Result<RunningServer, Refusal<RefusalCode>>> {
  const dataDirectory = resolve(config.dataDirectory);
  const store = await openStore({ databaseUrl: config.databaseUrl, dataDirectory });
  if (!store.ok) return store;
  const running = await serveStore(store.value, { ...config, dataDirectory }, surroundings);
  if (!running.ok) await store.value.close();
  return running;
}

/** Starts a server over an open store; closing the server closes the store. */
export async function serveStore(
  store: Store,
  config: Config,
  surroundings: Surroundings = {},
): Promise<Result<RunningServer, Refusal<RefusalCode>>> {
  const migrated = await migrateStore(store);
  if (!migrated.ok) return migrated;
  const limits = { ...LIMITS, ...surroundings.limits };
  const files = await prepareFiles(store, config, limits.uploadMs);
  if (!files.ok) return files;
  const signingKeys = await prepareSigningKeys(store.database, config.signingKeyFile, surroundings.now?.());
  if (!signingKeys.ok) return signingKeys;
  const kept = { ...files.value, signingKeys: signingKeys.value };
  const world = await beginWorld(store);
  const context = toContext(config, { store, world, ...kept }, surroundings);
  await noteOwnActors(context);
  const checkpoints = checkpointsOf(context, world);
  await context.follower.catchUp();
  const app = await createApp(context, limits);
  const listening = await listen(app, config);
  if (!listening.ok) {
    await app.close();
    return listening;
  }
  const unfollow = await follow(context);
  const stopKeeping = checkpoints.start(context.follower);
  const stopCounting = startCounting(context);
  const stopSweeping = keepSweeping(context);
  const close = async () => {
    stopSweeping();
    await unfollow().catch((error) => context.log.warn({ err: error }, "the database is not there any more"));
    await stopApp(app, limits.stopMs);
    await stopCounting();
    await stopKeeping();
    await store.close();
  };
  return ok({ url: listening.value, context, close });
}

/**
 * Writes down what the actors that the program itself knows may do. What was granted with the configured token stays when
 * the token is taken out of the configuration.
 */
async function noteOwnActors({ store, fixedTokens, now }: ServerContext): Promise<void> {
  const own = [CONFIGURED, FIRST_START, ...fixedTokens.values()];
  const byId = new Map(own.map((actor) => [actor.id, actor]));
  await noteExternalActors(store.database, [...byId.values()], now());
}

const CONFIGURED: Actor = {
  id: "configured-token",
  displayName: "SLUICE_VENDOR_TOKEN",
  role: "vendor_admin",
  partnerId: null,
  organizationId: null,
  organizationIds: null,
};

/** The parts that are opened or read before a server can answer. */
interface OpenedParts extends Pick<ServerContext, "store" | "buildFiles" | "uploads" | "signingKeys"> {
  readonly world: World;
}

function toContext(
  config: Config,
  { world, ...kept }: OpenedParts,
  { now, log, tokens, page, seat, passwordCost }: Surroundings,
): ServerContext {
  const { store } = kept;
  const secrets = new Map(tokens);
  if (config.vendorToken !== null) secrets.set(config.vendorToken, CONFIGURED);
  const around = {
    store,
    world,
    retention: config.retention,
    now: now ?? (() => toInstant(Date.now())),
    log: log ?? makeLog(config.logLevel),
  };
  return {
    config,
    ...kept,
    ...countInstallations(around),
    follower: new LedgerFollower(ledgerSource(store.database), world),
    now: around.now,
    log: around.log,
    fixedTokens: new Map([...secrets].map(([secret, actor]) => [hashSecret(secret), actor])),
    identityProvider: config.oidc && new IdentityProvider(config.oidc),
    attempts: new Attempts(),
    passwords: new PasswordHasher(passwordCost),
    checks: startCounts(),
    sharedCacheSeconds: config.sharedCacheSeconds,
    originOf: (host) => originOf(config, host),
    ...(page !== undefined && { page }),
    ...(seat !== undefined && { seat }),
  };
}

async function listen(
  app: FastifyInstance,
  { host, port }: Config,
): Promise<Result<string, Refusal<LocalRefusalCode>>> {
  try {
    await app.listen({ host, port, backlog: BACKLOG });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "EADDRINUSE") {
      return err(
        refuse(
          "port_in_use",
          `PORT ${port} is in use on ${host}; stop the program that uses it, or set another PORT`,
        ),
      );
    }
    if (/^(EADDRNOTAVAIL|ENOTFOUND|EAI_\w+|EACCES|EINVAL)$/.test(code)) {
      return err(
        refuse(
          "address_not_available",
          `cannot listen on ${host}:${port} (${code}); set HOST and PORT to an address of this machine`,
        ),
      );
    }
    throw error;
  }
  const { port: bound } = app.server.address() as AddressInfo;
  return ok(`http://${host.includes(":") ? `[${host}]` : host}:${bound}`);
}

/** Follows the ledger of a database that others write to as well; gives the function that ends it. */
async function follow(context: ServerContext): Promise<() => Promise<void>> {
  const look = () => {
    context.follower
      .catchUp()
      .catch((error) => context.log.warn({ err: error }, "the ledger cannot be read; trying on"));
  };
  const unlisten = await context.store.listen(look);
  const timer = context.store.kind === "postgresql" ? setInterval(look, LOOK_EVERY_MS) : undefined;
  return async () => {
    clearInterval(timer);
    await unlisten();
  };
}

/** Makes the keeper that writes checkpoints of memory at intervals; `world` is in the state of the last one. */
function checkpointsOf({ store, log }: ServerContext, world: World): CheckpointKeeper {
  const tell = (error: unknown) =>
    log.warn({ err: error }, "no checkpoint could be written; the next start takes longer");
  return new CheckpointKeeper(store, world, tell);
}
