import type { CalendarEntry } from "../catalog/calendar.ts";
import { rolloutTurn } from "../policy/rollout.ts";
import type { Installations } from "./installations.ts";

const STEPS = 2 ** 32;
const DAY_MS = 86_400_000;

/** A time in which a release is published, from the one instant up to the other, which is not in it. */
interface PublishedSpan {
  readonly from: number;
  /** Infinity if it goes on. */
  readonly until: number;
}

/** R33: when the turns of installations in the rollout of one release come, as far as it is planned. */
export class RolloutClock {
  readonly #days: number;
  /** By installation: its turn, of {@link STEPS}. */
  readonly #turns: Uint32Array;
  readonly #spans: readonly PublishedSpan[];

  constructor({ release, history }: CalendarEntry, turns: Uint32Array) {
    this.#days = release.rolloutDays;
    this.#turns = turns;
    this.#spans = history.flatMap(({ knownAt, release: { state } }, index): readonly PublishedSpan[] => {
      const until = history[index + 1]?.knownAt ?? Number.POSITIVE_INFINITY;
      return state === "published" ? [{ from: knownAt, until }] : [];
    });
  }

  /** When the turn of an installation comes if the release is eligible from `from` on, or Infinity if it does not. */
  entersAt(from: number, installation: number): number {
    if (from === Number.POSITIVE_INFINITY) return from;
    const turn = (this.#turns[installation] ?? 0) / STEPS;
    let missing = Math.trunc(this.#days * turn * DAY_MS);
    for (const span of this.#spans) {
      const begin = Math.max(span.from, from);
      const lasts = span.until - begin;
      if (lasts <= 0) continue;
      if (missing < lasts) return begin + missing;
      missing -= lasts;
    }
    return Number.POSITIVE_INFINITY;
  }
}

/**
 * R18, R33: every installation's turn in the rollout of each release, computed once, 4 bytes each; and when it comes, by a
 * clock that runs only while the release is published. The clock is not the policy's, so that the two can be compared.
 */
export class RolloutTurns {
  readonly #installations: Installations;
  readonly #byRelease = new Map<string, Uint32Array>();
  readonly #clocks = new WeakMap<CalendarEntry, RolloutClock>();

  constructor(installations: Installations) {
    this.#installations = installations;
  }

  /** The clock of a release as it stands in a calendar, or null if it is not rolled out over days. */
  clockOf(entry: CalendarEntry): RolloutClock | null {
    if (entry.release.rolloutDays === 0) return null;
    const clock = this.#clocks.get(entry) ?? new RolloutClock(entry, this.#turns(entry.release.id));
    this.#clocks.set(entry, clock);
    return clock;
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
