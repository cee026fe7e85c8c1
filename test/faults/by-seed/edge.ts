import { beginWorld } from "../../../src/edge/begin-world.ts";
import { CheckInSender } from "../../../src/edge/check-in-sender.ts";
import type { EdgeLog } from "../../../src/edge/edge-log.ts";
import { followOrigins } from "../../../src/edge/following.ts";
import type { Keep, WorldBytes } from "../../../src/edge/keep.ts";
import { OriginClock } from "../../../src/edge/origin-clock.ts";
import { Origins } from "../../../src/edge/origins.ts";
import { WorldKeeper } from "../../../src/edge/world-keeper.ts";
import { CheckIns } from "../../../src/fleet/check-ins.ts";
import { ToldLately } from "../../../src/fleet/told-lately.ts";
import type { LedgerPosition } from "../../../src/ledger/entry.ts";
import type { EdgeKeys } from "../../../src/updates/edge-keys.ts";
import { answering, contextOf, type Said } from "./answering.ts";
import type { Asked } from "./history.ts";
import type { End, Line } from "./line.ts";
import { REMEMBERED, type Scenery } from "./scenery.ts";

/** One life of an edge; its name is known to servers. */
interface Life extends End {
  readonly name: string;
  isAlive: boolean;
}

/** What an edge keeps on its disk. */
interface Disk {
  world: WorldBytes | null;
  keys: EdgeKeys | null;
  current: number | null;
}

type Running = NonNullable<Awaited<ReturnType<typeof start>>>;

/** An edge of the simulation: the program's own parts, over a simulated network and disk. */
export class SimulatedEdge {
  readonly name: string;
  readonly #stage: Scenery;
  readonly urls: readonly string[];
  readonly line: Line;
  readonly #disk: Disk = { world: null, keys: null, current: null };
  life: Life;
  #lives = 0;
  #running: Running | null = null;

  /** `urls`: the addresses of the servers. */
  constructor(name: string, { stage, urls }: { readonly stage: Scenery; readonly urls: readonly string[] }) {
    this.name = name;
    this.urls = urls;
    this.#stage = stage;
    this.line = stage.newLine();
    this.life = { name, isAlive: false };
  }

  get running(): Running | null {
    return this.#running;
  }

  /** How many check-ins of this life had a fate that was counted, beside being written. */
  get otherFates(): number {
    const counts = this.#running?.checkIns;
    return counts ? counts.dropped + counts.unfit + counts.surplus + counts.unknown + counts.unreadable : 0;
  }

  async start(): Promise<void> {
    if (this.life.isAlive) return;
    const life: Life = { name: `${this.name} ${++this.#lives}`, isAlive: true };
    this.life = life;
    const running = await start(this, this.#stage, keepOn(this.#disk, life));
    if (!running || !life.isAlive) return;
    this.#running = running;
    this.#stage.watch.tell(`${this.name} answers, at entry ${running.fleet.sequence}`);
  }

  /** Kills the process: what is in its memory is gone. */
  kill(): void {
    this.life.isAlive = false;
    this.#running?.halt();
    this.#running = null;
    this.#stage.watch.died(this.name);
  }

  loseDisk(): void {
    Object.assign(this.#disk, { world: null, keys: null, current: null });
  }

  /** Answers an installation from memory. */
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

/** The folder of an edge, which a life that is over writes to no more. */
function keepOn(disk: Disk, life: Life): Keep {
  const write = (change: Partial<Disk>) => void (life.isAlive && Object.assign(disk, change));
  const found = <Value>(value: Value | null) =>
    value === null ? ({ kind: "none" } as const) : ({ kind: "found", value } as const);
  const keep: Pick<
    Keep,
    "readWorld" | "writeWorld" | "readKeys" | "writeKeys" | "readCurrent" | "noteCurrent"
  > = {
    readWorld: async () => found(disk.world),
    readKeys: async () => found(disk.keys),
    readCurrent: async () => disk.current,
    writeWorld: async (head: LedgerPosition, parts: Iterable<Uint8Array>) =>
      write({ world: { head, bytes: Buffer.concat([...parts]) } }),
    writeKeys: async (keys: EdgeKeys) => write({ keys }),
    noteCurrent: async (current: number) => write({ current }),
  };
  return keep as Keep;
}

/** Starts the parts of an edge in the order of `edge/start-edge.ts`. */
async function start(edge: SimulatedEdge, stage: Scenery, keep: Keep) {
  const { watch } = stage;
  const log = logOf(stage, edge.name);
  const clock = new OriginClock(() => stage.now());
  const origins = new Origins(edge.urls, { key: "k".repeat(32), name: edge.life.name, clock });
  const over = new AbortController();
  const beginning = await beginWorld({ keep, origins, log, over: over.signal });
  if (beginning === null) return null;
  if (beginning.kept === null) await keep.writeKeys(beginning.keys);
  const following = followOrigins(beginning, origins, log);
  const { fleet, follower, origin } = following;
  let askedAt = clock.now();
  const now = () => {
    askedAt = clock.now();
    return askedAt;
  };
  const toldLately = new ToldLately(REMEMBERED);
  const checkIns = new CheckIns({ calendar: () => fleet.calendar, now, toldLately });
  let before = fleet.head;
  follower.onApplied(() => {
    watch.moved(edge.name, before, fleet.head);
    before = fleet.head;
  });
  follower.onRenewed(() => {
    checkIns.forgetTold();
    before = fleet.head;
  });
  origin.start();
  new CheckInSender({ checkIns, origins, log }).start();
  new WorldKeeper({ keep, follower, lag: origin, log }, beginning.kept).start();
  return {
    fleet,
    follower,
    checkIns,
    askedAt: () => askedAt,
    answer: answering(contextOf(fleet, origin, { checkIns, now })),
    halt: () => over.abort(),
  };
}

/** A log of which only the faults of a ledger are looked at: nobody changes the ledger of a simulation. */
function logOf({ watch }: Scenery, name: string): EdgeLog {
  const error = (_message: string, fields: object = {}) => {
    const { kind } = fields as { kind?: string };
    watch.tell(`${name} says ${kind}`);
    watch.count(`edge ${kind}`);
    if (kind === "broken") watch.broken(`${name} says that an entry does not follow the one before`);
  };
  return { error, warn: () => undefined, info: () => undefined };
}
