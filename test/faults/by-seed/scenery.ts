import { type Instant, toInstant } from "../../../src/instant.ts";
import { Chance } from "../../../src/simulation/chance.ts";
import { History } from "./history.ts";
import { Line } from "./line.ts";
import { ModelDatabase } from "./model-database.ts";
import { VirtualTime } from "./virtual-time.ts";
import { Watch } from "./watch.ts";

const BEGINNING = Date.UTC(2026, 2, 1);
/** How many installations a process remembers as told: all of a run. */
export const REMEMBERED = 1_024;
/** How many milliseconds of the calendar pass in one of the simulation: half a day in a second, so that dates come. */
const CALENDAR_SPEED = 43_200;

/** What every process of a simulation works with. */
export class Scenery {
  readonly time = new VirtualTime(dateAt);
  readonly chance: Chance;
  readonly database = new ModelDatabase();
  readonly history = new History();
  readonly watch: Watch;

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.watch = new Watch(this);
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
