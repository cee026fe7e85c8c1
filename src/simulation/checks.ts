import type { StandingClass } from "../fleet/standing-class.ts";
import type { Instant } from "../instant.ts";
import { type Answers, STAY } from "./answers.ts";
import type { Foresight } from "./foretold-upgrades.ts";
import type { Installations } from "./installations.ts";
import type { SeatPlaces } from "./seat-places.ts";
import { judgeAnswer, type ViolationKind } from "./violation.ts";

/** One check of one installation: what it ran, and what it was answered (ranks, or {@link STAY}). */
export interface Check {
  readonly installation: number;
  readonly at: Instant;
  readonly running: number;
  readonly answered: number;
}

/** A check that was not answered as it must be. */
export interface BadCheck extends Check {
  readonly kind: ViolationKind;
  readonly foretold: number;
}

/** All that checks need. */
export interface CheckParts {
  readonly installations: Installations;
  readonly places: SeatPlaces;
  readonly answers: Answers;
  readonly foresight: Foresight;
}

/**
 * Has every installation ask when its time comes, upgrades it where it is offered something, and holds each single answer
 * against what was foretold for that installation.
 */
export class Checks {
  readonly #asking: CheckParts;
  /** By installation: when its next upgrade is foretold, and for which stamp of its seat that was said. */
  readonly #nextUpgradeAt: Float64Array;
  readonly #foretoldFor: Uint32Array;
  /** By installation: 1 where its checks are kept, to be explained afterwards. */
  readonly #isFollowed: Uint8Array;
  readonly kept: Check[] = [];
  done = 0;
  upgrades = 0;

  constructor(asking: CheckParts, followed: readonly number[]) {
    const { count } = asking.installations;
    this.#asking = asking;
    this.#nextUpgradeAt = new Float64Array(count);
    this.#foretoldFor = new Uint32Array(count);
    this.#isFollowed = new Uint8Array(count);
    for (const installation of followed) this.#isFollowed[installation] = 1;
  }

  /** Everybody who asks from `from` until before `until`, both on the day that begins at `dayAt`. Null: all was well. */
  run(dayAt: Instant, from: Instant, until: Instant): BadCheck | null {
    const { installations } = this.#asking;
    const end = installations.firstAfter(dayAt, until);
    for (let installation = installations.firstAround(dayAt, from); installation < end; installation++) {
      const at = installations.asksAt(installation, dayAt);
      if (at < from || at >= until) continue;
      const bad = this.#check(installation, at);
      if (bad) return bad;
    }
    return null;
  }

  #check(installation: number, at: Instant): BadCheck | null {
    const { installations, places, answers, foresight } = this.#asking;
    const seat = installations.seatOf[installation] as number;
    const place = places.at(seat);
    const answered = answers.answer(place, installation, at);
    const isDue = this.#isDue(installation, seat, place, at);
    this.done++;
    const isFollowed = this.#isFollowed[installation] === 1;
    const isQuiet = answered === STAY && !isDue;
    if (isQuiet && !isFollowed) return null;
    const running = installations.running[installation] as number;
    const check: Check = { installation, at, running, answered };
    if (isFollowed) this.kept.push(check);
    if (isQuiet) return null;
    return this.#upgrade(check, place, isDue ? foresight.upgradeTo(place, installation, at) : STAY);
  }

  #isDue(installation: number, seat: number, place: StandingClass, at: Instant): boolean {
    const stamp = this.#asking.places.stamps[seat] as number;
    if (this.#foretoldFor[installation] !== stamp) {
      this.#foretoldFor[installation] = stamp;
      this.#nextUpgradeAt[installation] = this.#asking.foresight.nextUpgradeAt(place, installation);
    }
    return at >= (this.#nextUpgradeAt[installation] as number);
  }

  #upgrade(check: Check, place: StandingClass, foretold: number): BadCheck | null {
    const { installations, foresight } = this.#asking;
    const { installation, running, answered } = check;
    const kind = judgeAnswer({ running, answered, foretold });
    if (kind) return { ...check, kind, foretold };
    if (answered === STAY) return null;
    installations.running[installation] = answered;
    this.#nextUpgradeAt[installation] = foresight.nextUpgradeAt(place, installation);
    this.upgrades++;
    return null;
  }
}
