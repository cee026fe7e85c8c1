import { type Instant, toInstant } from "../../../src/instant.ts";
import { Chance } from "../../../src/simulation/chance.ts";
import { SimulatedEdge } from "./edge.ts";
import { History } from "./history.ts";
import { Line } from "./line.ts";
import { ModelDatabase } from "./model-database.ts";
import { SimulatedServer } from "./server.ts";
import { VirtualTime } from "./virtual-time.ts";
import { Watch } from "./watch.ts";

const BEGINNING = Date.UTC(2026, 2, 1);
/** How many milliseconds of the calendar pass in one of the simulation: half a day in a second, so that dates come. */
const CALENDAR_SPEED = 43_200;

/** Everything that plays in one simulation. */
export class Stage {
  readonly time = new VirtualTime(dateAt);
  readonly chance: Chance;
  readonly database = new ModelDatabase();
  readonly history = new History();
  readonly watch: Watch;
  readonly servers: readonly SimulatedServer[];
  readonly edges: readonly SimulatedEdge[];

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.watch = new Watch(this);
    const { chance } = this;
    this.servers = Array.from(
      { length: chance.between(1, 3) },
      (_, index) => new SimulatedServer(`server ${index + 1}`, this),
    );
    this.edges = Array.from(
      { length: chance.between(1, 3) },
      (_, index) => new SimulatedEdge(`edge ${index + 1}`, this),
    );
  }

  /** The clock of the database. */
  now(): Instant {
    return toInstant(dateAt(this.time.now));
  }

  newLine(): Line {
    return new Line(this.time, this.chance);
  }
}

function dateAt(now: number): number {
  return BEGINNING + now * CALENDAR_SPEED;
}
