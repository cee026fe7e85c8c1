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

/**
 * R18, R33: every installation's turn in the rollout of each release, computed once, 4 bytes each; and when it comes, by a
 * clock that runs only while the release is published. The clock is not the policy's, so that the two can be compared.
 */
export class RolloutTurns {
  readonly #installations: Installations;
  readonly #byRelease = new Map<string, Uint32Array>();
  readonly #spans = new WeakMap<CalendarEntry["history"], readonly PublishedSpan[]>();

  constructor(installations: Installations) {
    this.#installations = installations;
  }

  /** When the turn of an installation comes if its release is eligible from `from` on, or Infinity if it does not. */
  entersAt(entry: CalendarEntry, from: number, installation: number): number {
    const { id, rolloutDays } = entry.release;
    if (rolloutDays === 0 || from === Number.POSITIVE_INFINITY) return from;
    const turn = (this.#turns(id)[installation] ?? 0) / STEPS;
    let missing = Math.trunc(rolloutDays * turn * DAY_MS);
    for (const span of this.#spansOf(entry)) {
      const begin = Math.max(span.from, from);
      const lasts = span.until - begin;
      if (lasts <= 0) continue;
      if (missing < lasts) return begin + missing;
      missing -= lasts;
    }
    return Number.POSITIVE_INFINITY;
  }

  #spansOf({ history }: CalendarEntry): readonly PublishedSpan[] {
    const known = this.#spans.get(history);
    if (known) return known;
    const spans = history.flatMap(({ knownAt, release }, index): readonly PublishedSpan[] => {
      const until = history[index + 1]?.knownAt ?? Number.POSITIVE_INFINITY;
      return release.state === "published" ? [{ from: knownAt, until }] : [];
    });
    this.#spans.set(history, spans);
    return spans;
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
