import { type SimulationOutcome, type Surroundings, simulate } from "../../src/simulation/simulate.ts";
import type { Wish } from "../../src/simulation/simulation-wish.ts";
import { copyOfEmpty } from "../support/databases.ts";

/** Simulates in a copy of the empty database of this run: making one takes longer than living through a small year. */
export function simulateHere(wish: Wish, around: Surroundings = {}): Promise<SimulationOutcome> {
  return simulate(wish, { ...around, openStore: copyOfEmpty });
}
