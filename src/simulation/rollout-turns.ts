import type { Release } from "../catalog/release.ts";
import { addDays, type Instant } from "../instant.ts";
import { rolloutTurn } from "../policy/rollout.ts";
import type { Installations } from "./installations.ts";

const STEPS = 2 ** 32;

/** R18: every installation's turn in the rollout of each release, computed once; 4 bytes each. */
export class RolloutTurns {
  readonly #installations: Installations;
  readonly #byRelease = new Map<string, Uint32Array>();

  constructor(installations: Installations) {
    this.#installations = installations;
  }

  /** When an installation is offered a release that became eligible at `from`. */
  entersAt(release: Pick<Release, "id" | "rolloutDays">, from: Instant, installation: number): Instant {
    if (release.rolloutDays === 0) return from;
    const turn = (this.#turns(release.id)[installation] ?? 0) / STEPS;
    return addDays(from, release.rolloutDays * turn);
  }

  #turns(releaseId: string): Uint32Array {
    const known = this.#byRelease.get(releaseId);
    if (known) return known;
    const installations = this.#installations;
    const turns = new Uint32Array(installations.count);
    for (let installation = 0; installation < turns.length; installation++) {
      turns[installation] = rolloutTurn(releaseId, installations.idOf(installation)) * STEPS;
    }
    this.#byRelease.set(releaseId, turns);
    return turns;
  }
}
