import { hostname } from "node:os";
import { CheckIns } from "../fleet/check-ins.ts";
import type { LocalRefusalCode } from "../refusal-code.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { Connections } from "../serving/connections.ts";
import { LIMITS, type Limits } from "../serving/limits.ts";
import { originOf } from "../serving/public-address.ts";
import { sharedSecondsOf } from "../serving/serving-config.ts";
import { SharedAnswer } from "../serving/shared-answer.ts";
import { within } from "../serving/within.ts";
import type { Seat } from "../serving/worker-metrics.ts";
import { type AnswerGuard, createAnswerGuard } from "../updates/answer-guard.ts";
import { startCounts } from "../updates/check-counts.ts";
import { FeedReplies } from "../updates/feed-replies.ts";
import { Latencies } from "../updates/latencies.ts";
import { type Beginning, beginWorld } from "./begin-world.ts";
import { CheckInSender } from "./check-in-sender.ts";
import { EdgeAnswerer } from "./edge-answerer.ts";
import type { EdgeConfig } from "./edge-config.ts";
import { type EdgeLog, makeEdgeLog, reasonOf } from "./edge-log.ts";
import { edgeMetrics } from "./edge-metrics.ts";
import { type Following, followOrigins } from "./following.ts";
import { Keep } from "./keep.ts";
import { listenByRuntime } from "./listen-by-runtime.ts";
import { OriginClock } from "./origin-clock.ts";
import { OriginKeys } from "./origin-keys.ts";
import { Origins } from "./origins.ts";
import type { RunningWorld } from "./running-world.ts";
import { spareMemory } from "./spare-memory.ts";
import { WorldKeeper } from "./world-keeper.ts";

/** How often keys are read again, also while no updater asks for what they sign. */
const RENEW_KEYS_MS = 30_000;

/** What an edge is given beside its configuration. */
export interface EdgeSurroundings {
  /** The clock of this machine, in milliseconds. */
  readonly now?: () => number;
  readonly log?: EdgeLog;
  /** Its seat among the edges on one port, or undefined if it is alone. */
  readonly seat?: Seat;
  /** The limits of one client, if not the usual ones. */
  readonly limits?: Partial<Limits>;
}

/** An edge that listens. */
export interface RunningEdge {
  readonly url: string;
  /** Resolves when it has a world to answer from, or is stopped before. */
  readonly begun: Promise<void>;
  /** Finishes accepted calls, sends the check-ins that wait, keeps the world, then releases everything. */
  close(): Promise<void>;
}

/**
 * Starts an edge: it listens at once, and answers installations as soon as it has a world. Refuses `port_in_use`,
 * `address_not_available` or `keep_not_writable`.
 */
export async function startEdge(
  config: EdgeConfig,
  surroundings: EdgeSurroundings = {},
): Promise<Result<RunningEdge, Refusal<LocalRefusalCode>>> {
  const log = surroundings.log ?? makeEdgeLog(config.logLevel);
  const limits: Limits = { ...LIMITS, ...surroundings.limits };
  const keep = await prepareKeep(config, log);
  if (!keep.ok) return keep;
  const answerer = new EdgeAnswerer(config);
  const names = { host: "EDGE_HOST", port: "EDGE_PORT" };
  const address = { host: config.host, port: config.port, names };
  const connections = new Connections(limits);
  const guard = guardFor(answerer, log);
  const listening = await listenByRuntime()({ answerer, guard, limits, connections }, address);
  if (!listening.ok) return listening;
  const { now, seat = null } = surroundings;
  const clock = new OriginClock(now);
  const edge = new Edge({ config, keep: keep.value, log, answerer, connections, clock, seat });
  const close = async () => {
    await listening.value.stop();
    await edge.stop();
  };
  return ok({ url: listening.value.url, begun: edge.start(), close });
}

/** What stands around all that an edge answers: a log of bugs, and the refusal in their place. */
export function guardFor({ security }: Pick<EdgeAnswerer, "security">, log: EdgeLog): AnswerGuard {
  return createAnswerGuard({
    security,
    tell: (error, { method, path, trackingId }) =>
      log.error("a request could not be answered", { method, path, trackingId, reason: reasonOf(error) }),
  });
}

async function prepareKeep(
  { keepDirectory }: EdgeConfig,
  log: EdgeLog,
): Promise<Result<Keep | null, Refusal<LocalRefusalCode>>> {
  if (keepDirectory === null) return ok(null);
  const keep = new Keep(keepDirectory);
  try {
    const wasOpen = await keep.prepare();
    if (wasOpen) log.warn(WAS_OPEN, { directory: keepDirectory });
    return ok(keep);
  } catch (error) {
    const message = `Nothing can be kept in ${keepDirectory} (${reasonOf(error)}); set EDGE_KEEP to a folder that this account owns, such as a new one below it, or leave it out.`;
    return err(refuse("keep_not_writable", message));
  }
}

const WAS_OPEN =
  "other accounts of this machine could enter the folder of EDGE_KEEP until now; who read it may know the keys that sign for updaters";

interface EdgeParts {
  readonly config: EdgeConfig;
  readonly keep: Keep | null;
  readonly log: EdgeLog;
  readonly answerer: EdgeAnswerer;
  readonly connections: Connections;
  readonly clock: OriginClock;
  readonly seat: Seat | null;
}

/** What an edge does beside answering. */
class Edge {
  readonly #parts: EdgeParts;
  readonly #origins: Origins;
  readonly #over = new AbortController();
  #endings: (() => Promise<void>)[] = [];
  #begun: Promise<void> = Promise.resolve();

  constructor(parts: EdgeParts) {
    this.#parts = parts;
    const { config, clock } = parts;
    this.#origins = new Origins(config.origins, { key: config.edgeKey, name: ownName(), clock });
  }

  start(): Promise<void> {
    this.#begun = this.#begin();
    return this.#begun;
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await within(GIVE_UP_MS, this.#begun);
    for (const end of this.#endings) await end();
    this.#origins.end();
  }

  async #begin(): Promise<void> {
    const { keep, log, answerer } = this.#parts;
    const beginning = await beginWorld({ keep, origins: this.#origins, log, over: this.#over.signal });
    if (beginning === null) return;
    const following = followOrigins(beginning, this.#origins, log);
    const keys = this.#keepKeys(beginning);
    const keeper =
      keep &&
      new WorldKeeper({ keep, follower: following.follower, lag: following.origin, log }, beginning.kept);
    const world = this.#toWorld(following, keys, keeper);
    spareMemory();
    answerer.answerFrom(world);
    const { checkIns } = world.context;
    const sender = new CheckInSender({ checkIns, origins: this.#origins, log });
    following.origin.start();
    sender.start();
    keeper?.start();
    const renewing = setInterval(() => void keys.renew(), RENEW_KEYS_MS).unref();
    this.#endings = [
      async () => clearInterval(renewing),
      () => following.origin.stop(),
      () => sender.stop(),
      async () => keeper?.stop(),
    ];
  }

  #keepKeys({ keys, kept }: Beginning): OriginKeys {
    const { keep, log } = this.#parts;
    const save = (changed: typeof keys) =>
      keep
        ?.writeKeys(changed)
        .catch((error) => log.warn("keys cannot be kept", { reason: reasonOf(error) })) ?? Promise.resolve();
    if (kept === null) void save(keys);
    return new OriginKeys(keys, this.#origins, save);
  }

  #toWorld(following: Following, keys: OriginKeys, keeper: WorldKeeper | null): RunningWorld {
    const { config, clock, connections, seat } = this.#parts;
    const now = () => clock.now();
    const checkIns = new CheckIns({ calendar: () => following.fleet.calendar, now });
    // Where the servers lost some of the ledger, they lost check-ins as well.
    following.follower.onRenewed(() => checkIns.forgetTold());
    const context = {
      fleet: following.fleet,
      now,
      follower: following.origin,
      checks: startCounts(),
      fastCheckLatencies: new Latencies(),
      feedReplies: new FeedReplies(),
      checkIns,
      sharedCacheSeconds: sharedSecondsOf(config),
      countsFromLogs: config.countsFromLogs,
      feedKeys: (purpose: Parameters<OriginKeys["keysOf"]>[0]) => keys.keysOf(purpose),
      tufRoots: () => keys.roots(),
      publicUrl: config.publicUrl,
      originOf: (host: string | undefined) => originOf(config, host),
    };
    const metrics = edgeMetrics({ context, following, clock, keeper, connections }, seat);
    const look = new SharedAnswer(LOOK_MS, () => following.follower.catchUp());
    return { context, following, clock, metrics, look };
  }
}

/** For how long those share a look who ask for a file that is unknown, and how long a stop waits for a beginning. */
const LOOK_MS = 1_000;
const GIVE_UP_MS = 1_000;

/** A name of this process for servers: letters, digits, dots and dashes. */
function ownName(): string {
  const host = hostname()
    .replace(/[^\w.-]/g, "-")
    .slice(0, 50);
  return `${host}-${process.pid}`;
}
