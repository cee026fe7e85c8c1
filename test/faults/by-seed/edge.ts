import { CheckIns } from "../../../src/fleet/check-ins.ts";
import { Fleet } from "../../../src/fleet/fleet.ts";
import { LedgerFollower } from "../../../src/fleet/ledger-follower.ts";
import { ToldLately } from "../../../src/fleet/told-lately.ts";
import { World } from "../../../src/fleet/world.ts";
import { Census } from "../../../src/fleet/census.ts";
import { imageOf, worldOf } from "../../../src/fleet/world-image.ts";
import type { Instant } from "../../../src/instant.ts";
import type { LedgerPosition, LedgerSource } from "../../../src/ledger/entry.ts";
import { fromSentEntry } from "../../../src/ledger/sent-entry.ts";
import type { LagSource } from "../../../src/updates/lag.ts";
import { answering, contextOf, type Said } from "./answering.ts";
import type { Asked } from "./history.ts";
import type { End, Line } from "./line.ts";
import { REMEMBERED, type SimulatedServer } from "./server.ts";
import type { Stage } from "./stage.ts";

const LOOK_EVERY_MS = 250;
const SEND_EVERY_MS = 300;
const KEEP_EVERY_MS = 1_500;
const START_AGAIN_MS = 200;
const MOST_SENT = 50;

/** What an edge keeps on its disk. */
interface KeptImage {
  readonly head: LedgerPosition;
  readonly bytes: Uint8Array;
  /** When it was known to be up to date. */
  readonly currentAt: number;
}

interface Life extends End {
  isAlive: boolean;
}

type Running = Awaited<ReturnType<typeof start>>;

/** An edge of the simulation: a fleet that follows the ledger through servers, with a disk. */
export class SimulatedEdge {
  readonly name: string;
  readonly #stage: Stage;
  readonly line: Line;
  clockAheadMs = 0;
  disk: KeptImage | null = null;
  #life: Life = { isAlive: false };
  #running: Running | null = null;

  constructor(name: string, stage: Stage) {
    this.name = name;
    this.#stage = stage;
    this.line = stage.newLine();
  }

  get running(): Running | null {
    return this.#running;
  }

  get otherFates(): number {
    const counts = this.#running?.checkIns;
    return counts ? counts.dropped + counts.unfit + counts.surplus + counts.unknown + counts.unreadable : 0;
  }

  /** A server that answers, and the way to it. */
  ask<Value>(life: End, work: (server: SimulatedServer) => Value | Promise<Value>): Promise<Value> {
    const { servers, chance } = this.#stage;
    const server = chance.pick(servers);
    return this.line.ask(life, () => {
      if (!server.isUp) throw new Error("nobody listens");
      return work(server);
    });
  }

  async start(): Promise<void> {
    if (this.#life.isAlive) return;
    const life: Life = { isAlive: true };
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

  kill(): void {
    this.#life.isAlive = false;
    this.#running?.halt();
    this.#running = null;
    this.#stage.watch.died(this.name);
  }

  check(asked: Asked): Said | null {
    const { watch } = this.#stage;
    const running = this.#running;
    if (!running) return null;
    const said = running.answer(asked);
    const at = running.askedAt();
    watch.answered(this.name, running.fleet.head, { asked, said, at });
    const number = running.fleet.numberOf(asked.organization);
    if (running.fleet.isOrganization(number)) watch.took(this.name, asked, at);
    return said;
  }
}

/** The ledger through a server; `null` of the server means that it has another past. */
function sourceOf(edge: SimulatedEdge, life: Life): LedgerSource {
  return {
    entriesAfter: async (position, max) => {
      const sent = await edge.ask(life, (server) => server.entries(position, max));
      return sent && sent.map((one) => fromSentEntry(JSON.parse(JSON.stringify(one))));
    },
  };
}

async function beginWith(edge: SimulatedEdge, life: Life): Promise<World> {
  const { head, bytes } = await edge.ask(life, (server) => server.checkpoint());
  return worldOf(bytes, head);
}

async function start(edge: SimulatedEdge, stage: Stage, life: Life) {
  const { watch, time } = stage;
  const { disk, name } = edge;
  let currentAt = disk ? disk.currentAt : time.now;
  const world = disk ? worldOf(disk.bytes, disk.head) : await beginWith(edge, life);
  const fleet = new Fleet(world);
  const checkIns = new CheckIns({ calendar: () => fleet.calendar, toldLately: new ToldLately(REMEMBERED) });
  const follower = new LedgerFollower(sourceOf(edge, life), world, {
    begin: () => beginWith(edge, life).catch(() => new World()),
    replace: async (other) => {
      checkIns.forgetTold();
      fleet.replace(other, new Census(other.organizations.directory));
    },
    tell: (fault) => {
      watch.tell(`${name} says ${fault.kind}`);
      watch.count(`edge ${fault.kind}`);
      if (fault.kind === "broken") watch.broken(`${name} says that entry ${fault.sequence} does not follow`);
    },
  });
  let before = world.head;
  const ends = [
    follower.onApplied(() => {
      watch.moved(name, before, fleet.head);
      before = fleet.head;
    }),
    follower.onRenewed(() => {
      before = fleet.head;
    }),
  ];
  let askedAt = stage.now() as Instant;
  const now = () => {
    askedAt = (stage.now() + edge.clockAheadMs) as Instant;
    return askedAt;
  };
  let isRunning = true;
  const every = async (ms: number, work: () => unknown) => {
    while (isRunning) {
      await Promise.resolve()
        .then(work)
        .catch(() => undefined);
      await time.pause(ms);
    }
  };
  const send = async () => {
    const batch = checkIns.oldest(MOST_SENT);
    if (batch.length === 0) return;
    await edge.ask(life, (server) => server.take(batch, name));
    checkIns.takeOff(batch);
  };
  void every(LOOK_EVERY_MS, async () => {
    const begunAt = time.now;
    await follower.catchUp();
    currentAt = begunAt;
  });
  void every(SEND_EVERY_MS, send);
  void every(KEEP_EVERY_MS, () => {
    if (follower.world.pendingChange !== null || !life.isAlive) return;
    edge.disk = { currentAt, head: follower.world.head, bytes: Buffer.concat([...imageOf(follower.world)]) };
  });
  const lag: LagSource = {
    get secondsBehind() {
      return (time.now - currentAt) / 1000;
    },
    get hasDiverged() {
      return follower.hasDiverged;
    },
  };
  return {
    fleet,
    follower,
    checkIns,
    askedAt: () => askedAt,
    answer: answering(contextOf(fleet, lag, { checkIns, now })),
    halt: () => {
      isRunning = false;
      for (const end of ends) end();
    },
  };
}
