import type { StandingClass } from "../fleet/standing-class.ts";
import type { Instant } from "../instant.ts";
import { type Answers, STAY } from "./answers.ts";
import type { BadCheck, Check } from "./check.ts";
import type { Offer } from "./foretold-offers.ts";
import type { ForetoldUpgrades } from "./foretold-upgrades.ts";
import type { Installations } from "./installations.ts";
import type { NextWatch } from "./next-watch.ts";
import type { SeatStandingClasses } from "./seat-standing-classes.ts";
import { UpgradeCounts } from "./upgrade-counts.ts";
import { judgeAnswer } from "./violation.ts";

/** What checks need. */
export interface CheckParts {
  readonly installations: Installations;
  readonly standingClasses: SeatStandingClasses;
  readonly answers: Answers;
  readonly foretold: ForetoldUpgrades;
  readonly nexts: NextWatch;
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
  readonly upgrades = new UpgradeCounts();

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
    const { installations, standingClasses, answers, foretold } = this.#asking;
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
    const offer = isDue ? foretold.offerTo(standingClass, installation, at) : null;
    return this.#upgrade(check, standingClass, offer);
  }

  #isDue(installation: number, seat: number, standingClass: StandingClass, at: Instant): boolean {
    const stamp = this.#asking.standingClasses.stamps[seat] as number;
    if (this.#foretoldFor[installation] !== stamp) {
      this.#foretoldFor[installation] = stamp;
      this.#nextUpgradeAt[installation] = this.#asking.foretold.nextUpgradeAt(standingClass, installation);
    }
    return at >= (this.#nextUpgradeAt[installation] as number);
  }

  #upgrade(check: Check, standingClass: StandingClass, offer: Offer | null): BadCheck | null {
    const { installations, foretold, nexts } = this.#asking;
    const { installation, running, answered } = check;
    const kind = judgeAnswer({ running, answered, foretold: offer?.rank ?? STAY });
    if (kind) return { ...check, kind, foretold: offer?.rank ?? STAY };
    if (offer === null) return null;
    const bad = nexts.judge(check);
    if (bad) return bad;
    installations.running[installation] = answered;
    this.#nextUpgradeAt[installation] = foretold.nextUpgradeAt(standingClass, installation);
    this.upgrades.count(offer);
    return null;
  }
}
