import { setImmediate } from "node:timers/promises";

/** How long work goes on before other work of the process has its turn. */
const SLICE_MS = 3;

/** The clock by which slices end, and how others have their turn; a test has its own. */
export interface Pace {
  /** Milliseconds. */
  now(): number;
  /** Resolves when others have had their turn. */
  turn(): Promise<unknown>;
}

const OF_PROCESS: Pace = { now: () => performance.now(), turn: () => setImmediate() };

/** The slices of some milliseconds in which long work is done, between which the process answers others. */
export class TimeSlices {
  readonly #pace: Pace;
  #end: number;

  constructor(pace = OF_PROCESS) {
    this.#pace = pace;
    this.#end = pace.now() + SLICE_MS;
  }

  /** Whether others should have their turn. */
  get isOver(): boolean {
    return this.#pace.now() >= this.#end;
  }

  /** Lets others have their turn, and begins the next slice. */
  async next(): Promise<void> {
    await this.#pace.turn();
    this.#end = this.#pace.now() + SLICE_MS;
  }
}
