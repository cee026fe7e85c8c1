import { resolve } from "node:path";
import type { Logger } from "pino";
import { beginWorld } from "../fleet/checkpoint-keeper.ts";
import { StuckCounter } from "../fleet/stuck-installations.ts";
import type { World } from "../fleet/world.ts";
import type { Instant } from "../instant.ts";
import type { RefusalCode } from "../refusal-code.ts";
import { ok, type Refusal, type Result } from "../result.ts";
import { LIMITS, type Limits } from "../serving/limits.ts";
import { originOf } from "../serving/public-address.ts";
import { sharedSecondsOf } from "../serving/serving-config.ts";
import type { Seat } from "../serving/worker-metrics.ts";
import { migrateStore } from "../store/migrate-store.ts";
import { openStore, unlessUnusable } from "../store/open-store.ts";
import { prepareDataDirectory } from "../store/private-directory.ts";
import type { Store } from "../store/store.ts";
import { noteExternalActors } from "../store/tables/external-actor-table.ts";
import type { Actor } from "../tenancy/actor.ts";
import { OWN_TOKENS } from "../tenancy/actor-kind.ts";
import { startTracing } from "../tracing/start-tracing.ts";
import { noteStatement } from "../tracing/statement-spans.ts";
import { startCounts } from "../updates/check-counts.ts";
import { FeedReplies } from "../updates/feed-replies.ts";
import { Latencies } from "../updates/latencies.ts";
import { FIRST_START } from "./administrators/first-administrator.ts";
import { createApp } from "./app.ts";
import { hashSecret } from "./authenticate.ts";
import { keepSweeping, prepareFiles } from "./build-storage.ts";
import type { Config } from "./config.ts";
import { CursorSeal } from "./cursor-seal.ts";
import { type ListenAddresses, listenAll } from "./listen.ts";
import { createClock, keepComparing } from "./server/clocks.ts";
import { createFollower, followLedger, keepCheckpoints } from "./server/follow-ledger.ts";
import { keepArchiving } from "./server/keep-archiving.ts";
import { makeLog } from "./server/request-log.ts";
import { stopApp } from "./server/stopping.ts";
import type { ServerContext } from "./server-context.ts";
import { Attempts, CHALLENGE_BOUNDS, CODE_BOUNDS } from "./sessions/attempts.ts";
import { IdentityProvider } from "./sessions/identity-provider.ts";
import { type PasswordCost, PasswordHasher } from "./sessions/password-hash.ts";
import { Shares } from "./shares/shares.ts";
import { prepareSigningKeys } from "./signing/signing-keys.ts";
import { countInstallations, startCounting } from "./updates/count-installations.ts";
import { prepareTufRoots } from "./updates/tuf-roots.ts";
import { prepareUpdaterKeys } from "./updates/updater-keys.ts";

/** What a server is given beside its configuration; tests set the clocks. */
export interface Surroundings {
  /** The clock of this server. */
  readonly now?: () => Instant;
  /** The clock of the database, or null to ask it; if left out, `now` is both clocks. */
  readonly databaseNow?: (() => Instant) | null;
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
export interface RunningServer extends ListenAddresses {
  readonly context: ServerContext;
  /** Finishes accepted calls, then releases everything. */
  close(): Promise<void>;
}

/**
 * Starts a server: opens and migrates the database, reads the ledger, listens. Refuses, with nothing left open:
 * `port_in_use`, `address_not_available`, `data_directory_not_writable`, `data_directory_not_private`,
 * `builds_unreachable`, `signing_key_unreadable` or the database's refusals, whenever the database refuses before the
 * server answers.
 */
export async function serve(
  config: Config,
  surroundings: Surroundings = {},
): Promise<Result<RunningServer, Refusal<RefusalCode>>> {
  const dataDirectory = resolve(config.dataDirectory);
  const prepared = prepareDataDirectory(dataDirectory);
  if (!prepared.ok) return prepared;
  const log = surroundings.log ?? makeLog(config.logLevel);
  if (prepared.value !== null) log.warn(prepared.value);
  const stopTracing = await traceTo(config, log);
  const running = await serveAt(dataDirectory, config, { ...surroundings, log });
  if (!running.ok) {
    await stopTracing();
    return running;
  }
  const close = async () => {
    await running.value.close();
    await stopTracing();
  };
  return ok({ ...running.value, close });
}

/** Begins to send traces, if a collector is configured; gives the function that ends it. */
async function traceTo({ tracing }: Config, log: Logger): Promise<() => Promise<void>> {
  if (tracing === null) return async () => undefined;
  return startTracing(tracing, (problem) => {
    if (problem === null) log.info("traces are sent again");
    else log.warn({ err: problem }, "the collector takes no traces; they are dropped");
  });
}

/** Starts a server over the store that the configuration names. */
async function serveAt(
  dataDirectory: string,
  config: Config,
  surroundings: Surroundings,
): Promise<Result<RunningServer, Refusal<RefusalCode>>> {
  const onStatement = config.tracing ? noteStatement : undefined;
  const store = await openStore({ ...config, dataDirectory, onStatement });
  if (!store.ok) return store;
  const start = () => serveStore(store.value, { ...config, dataDirectory }, surroundings);
  const running = await unlessUnusable(store.value.kind, dataDirectory, start);
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
  const clock = createClock(surroundings);
  await clock.compare(store.database);
  const files = await prepareFiles({ store, clock }, config, limits.uploadMs);
  if (!files.ok) return files;
  const signingKeys = await prepareSigningKeys(store.database, config.signingKeyFile, clock.now());
  if (!signingKeys.ok) return signingKeys;
  const feedKeys = await prepareUpdaterKeys(store.database, clock.now());
  const tufRoots = await prepareTufRoots(store.database);
  const kept = { ...files.value, clock, signingKeys: signingKeys.value, feedKeys, tufRoots };
  const world = await beginWorld(store);
  const context = toContext(config, { store, world, ...kept }, surroundings);
  await noteOwnActors(context);
  await context.follower.catchUp();
  const app = await createApp(context, limits);
  const listening = await listenAll(app, context, limits);
  if (!listening.ok) {
    await app.close();
    return listening;
  }
  const { url, metricsUrl, stopMetrics } = listening.value;
  const unfollow = await followLedger(context);
  const stopComparing = keepComparing(context);
  const stopKeeping = keepCheckpoints(context);
  const stopCounting = startCounting(context);
  const stopSweeping = keepSweeping(context);
  const stopArchiving = keepArchiving(context);
  const close = async () => {
    stopSweeping();
    stopComparing();
    await Promise.all([stopApp(app, limits), stopMetrics()]);
    await unfollow().catch((error) => context.log.warn({ err: error }, "the database is not there any more"));
    await stopCounting();
    await stopArchiving();
    await stopKeeping();
    await store.close();
  };
  return ok({ url, metricsUrl, context, close });
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
  id: OWN_TOKENS.configured,
  displayName: "SLUICE_VENDOR_TOKEN",
  role: "vendor_admin",
  partnerId: null,
  organizationId: null,
  organizationIds: null,
};

/** The parts that are opened or read before a server can answer. */
interface OpenedParts
  extends Pick<
    ServerContext,
    "store" | "clock" | "buildFiles" | "uploads" | "signingKeys" | "feedKeys" | "tufRoots"
  > {
  readonly world: World;
}

function toContext(
  config: Config,
  { world, ...kept }: OpenedParts,
  { log, tokens, page, seat, passwordCost }: Surroundings,
): ServerContext {
  const { store, clock } = kept;
  const secrets = new Map(tokens);
  if (config.vendorToken !== null) secrets.set(config.vendorToken, CONFIGURED);
  const around = {
    store,
    world,
    retention: config.retention,
    bounds: config.installationBounds,
    now: () => clock.now(),
    log: log ?? makeLog(config.logLevel),
  };
  const counting = countInstallations(around);
  return {
    config,
    ...kept,
    ...counting,
    cursors: new CursorSeal(async () => (await kept.signingKeys.now()).signer.privateKey),
    follower: createFollower(store, world, { replace: counting.replaceWorld, log: around.log }),
    now: around.now,
    log: around.log,
    fixedTokens: new Map([...secrets].map(([secret, actor]) => [hashSecret(secret), actor])),
    identityProvider: config.oidc && new IdentityProvider(config.oidc),
    stuck: new StuckCounter(store.database),
    shares: new Shares(config.quotas),
    attempts: new Attempts(),
    codeAttempts: new Attempts(CODE_BOUNDS),
    challenges: new Attempts(CHALLENGE_BOUNDS),
    passwords: new PasswordHasher(passwordCost),
    checks: startCounts(),
    fastCheckLatencies: new Latencies(),
    feedReplies: new FeedReplies(),
    sharedCacheSeconds: sharedSecondsOf(config),
    publicUrl: config.publicUrl,
    countsFromLogs: config.countsFromLogs,
    originOf: (host) => originOf(config, host),
    ...(page !== undefined && { page }),
    ...(seat !== undefined && { seat }),
  };
}
