import type { StandingClass } from "../fleet/standing-class.ts";
import type { Instant } from "../instant.ts";
import { type Answers, STAY } from "./answers.ts";
import type { Foresight } from "./foretold-upgrades.ts";
import type { Installations } from "./installations.ts";
import type { SeatStandingClasses } from "./seat-standing-classes.ts";
import { judgeAnswer, type ViolationKind } from "./violation.ts";

/** One check of one installation: the version it ran and the version it was offered, as ranks or {@link STAY}. */
export interface Check {
  readonly installation: number;
  readonly at: Instant;
  readonly running: number;
  readonly answered: number;
}

/** A check with a wrong answer. */
export interface BadCheck extends Check {
  readonly kind: ViolationKind;
  readonly foretold: number;
}

/** What checks need. */
export interface CheckParts {
  readonly installations: Installations;
  readonly standingClasses: SeatStandingClasses;
  readonly answers: Answers;
  readonly foresight: Foresight;
}

/**
 * Runs every installation's checks at their times, upgrades the installation if it is offered a release, and compares
 * each answer with the forecast for that installation.
 */
export class Checks {
  readonly #asking: CheckParts;
  /** By installation: the instant of its next upgrade as forecast, and its seat's stamp at the time of the forecast. */
  readonly #nextUpgradeAt: Float64Array;
  readonly #foretoldFor: Uint32Array;
  /** By installation: 1 if its checks are kept to be explained afterwards. */
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

  /**
   * Runs the checks from `from` until before `until`, both on the day that begins at `dayAt`. Returns the first check
   * with a wrong answer, or null if there is none.
   */
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
    const { installations, standingClasses, answers, foresight } = this.#asking;
    const seat = installations.seatOf[installation] as number;
    const standingClass = standingClasses.at(seat);
    const answered = answers.answer(standingClass, installation, at);
    const isDue = this.#isDue(installation, seat, standingClass, at);
    this.done++;
    const isFollowed = this.#isFollowed[installation] === 1;
    const isQuiet = answered === STAY && !isDue;
    if (isQuiet && !isFollowed) return null;
    const running = installations.running[installation] as number;
    const check: Check = { installation, at, running, answered };
    if (isFollowed) this.kept.push(check);
    if (isQuiet) return null;
    const foretold = isDue ? foresight.upgradeTo(standingClass, installation, at) : STAY;
    return this.#upgrade(check, standingClass, foretold);
  }

  #isDue(installation: number, seat: number, standingClass: StandingClass, at: Instant): boolean {
    const stamp = this.#asking.standingClasses.stamps[seat] as number;
    if (this.#foretoldFor[installation] !== stamp) {
      this.#foretoldFor[installation] = stamp;
      this.#nextUpgradeAt[installation] = this.#asking.foresight.nextUpgradeAt(standingClass, installation);
    }
    return at >= (this.#nextUpgradeAt[installation] as number);
  }

  #upgrade(check: Check, standingClass: StandingClass, foretold: number): BadCheck | null {
    const { installations, foresight } = this.#asking;
    const { installation, running, answered } = check;
    const kind = judgeAnswer({ running, answered, foretold });
    if (kind) return { ...check, kind, foretold };
    if (answered === STAY) return null;
    installations.running[installation] = answered;
    this.#nextUpgradeAt[installation] = foresight.nextUpgradeAt(standingClass, installation);
    this.upgrades++;
    return null;
  }
}
