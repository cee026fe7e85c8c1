import { change } from "../../../src/api/change.ts";
import type { Context } from "../../../src/api/context.ts";
import { isWritten } from "../../../src/api/edges/is-written.ts";
import { RecentEntries } from "../../../src/api/edges/recent-entries.ts";
import { createFollower, followLedger } from "../../../src/api/server/follow-ledger.ts";
import { countInstallations } from "../../../src/api/updates/count-installations.ts";
import { beginWorld, CheckpointKeeper } from "../../../src/fleet/checkpoint-keeper.ts";
import type { LedgerFault } from "../../../src/fleet/ledger-follower.ts";
import type { RawCheckIn } from "../../../src/fleet/raw-check-in.ts";
import { ToldLately } from "../../../src/fleet/told-lately.ts";
import type { Instant } from "../../../src/instant.ts";
import type { LedgerPosition } from "../../../src/ledger/entry.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../../src/result.ts";
import { DatabaseClock } from "../../../src/store/database-clock.ts";
import { ledgerHead, ledgerSource } from "../../../src/store/ledger/ledger-table.ts";
import type { Store } from "../../../src/store/store.ts";
import { USUAL_BOUNDS } from "../../../src/store/tables/new-installations.ts";
import { DEFAULT_QUOTAS } from "../../../src/tenancy/quota.ts";
import { notAfter } from "../../../src/updates/sent-check-in.ts";
import { perform } from "../../spec/policy-actions.ts";
import { toActor } from "../../spec/policy-driver.ts";
import { answering, contextOf, type Said } from "./answering.ts";
import { answerEdge, type EdgeCall } from "./edge-calls.ts";
import type { Asked } from "./history.ts";
import type { End, Line } from "./line.ts";
import type { Session } from "./model-database.ts";
import { keyOf } from "./model-statements.ts";
import { modelStore, NOTICED_AFTER_MS } from "./model-store.ts";
import type { Wish } from "./random-action.ts";
import { recordDifference } from "./record-world.ts";
import { REMEMBERED, type Scenery } from "./scenery.ts";

/** Checkpoints after few entries, so that short runs have some. */
const CHECKPOINTS = { running: 8, stopping: 4 };
const START_AGAIN_MS = 200;
const RETENTION = { installationDays: 10_000, historyDays: 10_000 };

/** One life of a server: what is in the memory of its process. */
interface Life extends End {
  isAlive: boolean;
  readonly opened: Set<Session>;
}

type Running = Awaited<ReturnType<typeof start>>;

/** A server of the simulation: the program's own parts over a store of the model database. */
export class SimulatedServer {
  readonly name: string;
  readonly #stage: Scenery;
  readonly line: Line;
  /** How far its clock is ahead of that of the database, in milliseconds of the calendar. */
  clockAheadMs = 0;
  #life: Life = { isAlive: false, opened: new Set() };
  #running: Running | null = null;
  /** How many check-ins of this life were not written for a reason that was counted. */
  get otherFates(): number {
    const counts = this.#running?.checkIns;
    return counts ? counts.dropped + counts.unfit + counts.surplus + counts.unknown + counts.unreadable : 0;
  }

  constructor(name: string, stage: Scenery) {
    this.name = name;
    this.#stage = stage;
    this.line = stage.newLine();
  }

  /** Whether it answers. */
  get isUp(): boolean {
    return this.#running !== null;
  }

  /** Its name in addresses. */
  get host(): string {
    return this.name.replace(" ", "-");
  }

  get running(): Running | null {
    return this.#running;
  }

  /** Starts the process; one that cannot start is started again until it can, or is killed. */
  async start(): Promise<void> {
    if (this.#life.isAlive) return;
    const life: Life = { isAlive: true, opened: new Set() };
    this.#life = life;
    while (life.isAlive && !this.#running) {
      try {
        const running = await start(this, this.#stage, life);
        if (life.isAlive) this.#running = running;
        else running.halt();
      } catch {
        await this.#stage.time.pause(START_AGAIN_MS);
      }
    }
    this.#stage.watch.tell(`${this.name} answers, at entry ${this.#running?.fleet.sequence}`);
  }

  /** Kills the process: what is in its memory is gone; the database notices a little later. */
  kill(): void {
    const { opened } = this.#life;
    this.#life.isAlive = false;
    this.#running?.halt();
    this.#running = null;
    this.#stage.watch.died(this.name);
    void this.#stage.time.pause(NOTICED_AFTER_MS).then(() => {
      for (const session of opened) session.end();
    });
  }

  /** Answers an installation from memory. */
  check(asked: Asked): Said | null {
    const { watch } = this.#stage;
    const running = this.#running;
    if (!running) return null;
    const said = running.answer(asked);
    watch.answered(this.name, running.fleet.head, { asked, said, at: running.askedAt() });
    const number = running.fleet.numberOf(asked.organization);
    if (running.fleet.isOrganization(number)) watch.took(this.name, asked, running.askedAt());
    return said;
  }

  /** Makes a change; gives its position if it is acknowledged, null if it is not, and "unknown" if nobody knows. */
  async change(wish: Wish): Promise<LedgerPosition | "unknown" | null> {
    const running = this.#running;
    if (!running) throw new Error("nobody listens");
    const tried: { position: LedgerPosition | null } = { position: null };
    try {
      const done = await running.change(wish, tried);
      if (done.ok) return tried.position;
      if (done.error.code === "outcome_unknown") return "unknown";
    } catch (error) {
      this.#stage.watch.tell(`${this.name} fails: ${(error as Error).message}`);
      expectFault(error);
    }
    this.#stage.watch.refused(this.name, tried.position);
    return null;
  }

  /** Answers a call of an edge. */
  answerEdge(call: EdgeCall, edge: string) {
    const { follower, clock, store, recent, checkIns, checkInWriter } = this.#expectRunning();
    const take = async (sent: readonly RawCheckIn[]) => {
      const taken = sent.map((one) => notAfter(one, clock.now()));
      for (const one of taken) checkIns.note(one);
      if (!(await isWritten({ checkInWriter }))) return false;
      const passed = sent.map(({ organizationId, installation, at, running }, index) => {
        const said = { askedAt: at, running: running ?? "" };
        const stamped = { askedAt: taken[index]?.at ?? at, running: said.running };
        return [keyOf(organizationId, installation), { sent: said, taken: stamped }] as const;
      });
      this.#stage.watch.passed(edge, this.name, new Map(passed));
      return true;
    };
    const desk = { follower, recent, ledger: ledgerSource(store.database), now: () => clock.now(), take };
    return answerEdge(desk, call);
  }

  #expectRunning(): Running {
    if (!this.#running) throw new Error("nobody listens");
    return this.#running;
  }
}

/** Anything but an unreachable database is a mistake of the program. */
function expectFault(error: unknown): void {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError)
    throw error;
}

/** Starts the parts of a server in the order of `api/serve.ts`. */
async function start(server: SimulatedServer, stage: Scenery, life: Life) {
  const { time, database, watch, history } = stage;
  const { line, name } = server;
  const reach = { database, time, line, near: life, opened: life.opened, databaseNow: () => stage.now() };
  const store: Store = modelStore(reach);
  const clock = new DatabaseClock(() => (stage.now() + server.clockAheadMs) as Instant);
  const log = logOf(stage, name);
  await clock.compare(store.database);
  const world = await beginWorld(store);
  let askedAt = clock.now();
  const now = () => {
    askedAt = clock.now();
    return askedAt;
  };
  const toldLately = new ToldLately(REMEMBERED);
  const around = { store, world, retention: RETENTION, bounds: USUAL_BOUNDS, now, log, toldLately };
  const counting = countInstallations(around);
  const { fleet, checkIns, checkInWriter, replaceWorld } = counting;
  const follower = createFollower(store, world, { replace: replaceWorld, log });
  let before = world.head;
  follower.onApplied(() => {
    watch.moved(name, before, fleet.head);
    before = fleet.head;
  });
  follower.onRenewed(() => {
    before = fleet.head;
    watch.count("renewed");
  });
  await follower.catchUp();
  const unfollow = await followLedger({ store, follower, log });
  const keeper = new CheckpointKeeper(store, () => undefined, CHECKPOINTS);
  const stopKeeping = keeper.start(follower);
  checkInWriter.start();
  const context = { store, clock, follower, log, config: { quotas: DEFAULT_QUOTAS } } as unknown as Context;
  const recent = new RecentEntries(follower);
  return {
    store,
    clock,
    recent,
    fleet,
    follower,
    checkIns,
    checkInWriter,
    askedAt: () => askedAt,
    answer: answering(contextOf(fleet, follower, { checkIns, now })),
    change: (wish: Wish, tried: { position: LedgerPosition | null }) =>
      makeChange(context, wish, { tried, history }),
    halt: () => {
      recent.close();
      void unfollow();
      void stopKeeping();
      void checkInWriter.stop();
    },
  };
}

const VERSION_EXISTS = refuse("version_exists", "This version is there; change it.");

/** Makes one change by the rules, over what the ledger says in its transaction. */
function makeChange(
  context: Context,
  { by, action }: Wish,
  {
    tried,
    history,
  }: { readonly tried: { position: LedgerPosition | null }; readonly history: Scenery["history"] },
): Promise<Result<null, Refusal>> {
  const actor = toActor(by);
  return change(context, actor, async (transaction) => {
    const before = history.at(await ledgerHead(transaction.database));
    if (!before) throw new TypeError("the ledger ends in the middle of a transaction");
    // The stage of the scenarios enters a release anew where the program refuses a version that is there.
    if (action.action === "create_release" && before.world.releases.has(action.version))
      return err(VERSION_EXISTS);
    const done = perform(before.world, action, { actor, at: transaction.at });
    if (!done.ok) return done;
    const position = await recordDifference(transaction, before.world, done.value);
    if (position) history.add(before, position, { at: transaction.at, world: done.value });
    tried.position = position;
    return ok(null);
  });
}

/** A log of which only what a ledger's fault says is looked at: nobody changes the ledger of a simulation. */
function logOf({ watch }: Scenery, name: string): Context["log"] {
  const error = (fault: LedgerFault | string) => {
    if (typeof fault === "string") return;
    watch.tell(`${name} says ${fault.kind}`);
    watch.count(fault.kind);
    if (fault.kind === "broken")
      watch.broken(`${name} says that entry ${fault.sequence} does not follow the one before`);
  };
  return { error, warn: () => undefined, info: () => undefined } as unknown as Context["log"];
}
