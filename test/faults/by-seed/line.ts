import type { Chance } from "../../../src/simulation/chance.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** After this time an answer that does not come counts as lost. */
export const PATIENCE_MS = 1_000;

/** The state of a line; all of it can change while messages are under way. */
export interface LineState {
  /** `cut`: both ends are told; `silent`: messages vanish. */
  state: "open" | "cut" | "silent";
  /** The longest time in milliseconds that a message takes. */
  slowestMs: number;
  /** How many of a hundred messages are lost. */
  lossPercent: number;
}

/** A message, or its answer, did not arrive. */
class LineError extends Error {}

/** One end of lines: a process, which may die at any moment. */
export interface End {
  readonly isAlive: boolean;
}

/**
 * A line between two processes on which messages take time, overtake one another, and get lost on the way there or on the
 * way back: then the far end has done what was asked, and the near end does not know.
 */
export class Line {
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  readonly condition: LineState = { state: "open", slowestMs: 20, lossPercent: 0 };

  constructor(time: VirtualTime, chance: Chance) {
    this.#time = time;
    this.#chance = chance;
  }

  /** Puts everything right. */
  mend(): void {
    Object.assign(this.condition, { state: "open", slowestMs: 20, lossPercent: 0 });
  }

  /**
   * The answer of the far end; rejects with a `LineError` if it does not arrive, or takes longer than the patience, and with what the far end throws. Never
   * settles once the near end is dead.
   */
  async ask<Value>(near: End, far: () => Value | Promise<Value>, patienceMs = PATIENCE_MS): Promise<Value> {
    await this.#travel(near);
    let value: Value;
    try {
      value = await Promise.race([far(), this.#outlast(patienceMs)]);
    } catch (error) {
      await this.#travel(near);
      throw error;
    }
    await this.#travel(near);
    return value;
  }

  /** Rejects when the patience ends: the far end is busy, or died at its work. */
  async #outlast(patienceMs: number): Promise<never> {
    await this.#time.pause(patienceMs);
    throw new LineError("no answer in time");
  }

  async #travel(near: End): Promise<void> {
    const { condition } = this;
    if (condition.state === "open") await this.#time.pause(this.#chance.between(1, condition.slowestMs));
    const isLost = condition.state === "silent" || this.#chance.percent(condition.lossPercent);
    if (isLost) await this.#time.pause(PATIENCE_MS);
    else if (condition.state === "cut") await this.#time.pause(1);
    if (!near.isAlive) await new Promise(() => {});
    if (isLost) throw new LineError("no answer in time");
    if (condition.state === "cut") throw new LineError("the connection was lost");
  }
}
