import { type SimulationOutcome, type Surroundings, simulate } from "../../src/simulation/simulate.ts";
import type { Wish } from "../../src/simulation/simulation-wish.ts";
import { borrowStore } from "../support/store-pool.ts";

/** Simulates in an emptied database of this worker: making one takes longer than living through a small year. */
export function simulateHere(wish: Wish, around: Surroundings = {}): Promise<SimulationOutcome> {
  return simulate(wish, { ...around, openStore: () => borrowStore("embedded") });
}
