import { type Calendar, calendarAsPlanned } from "../catalog/calendar.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import type { Instant } from "../instant.ts";
import { type Asked, ForetoldOffers, type Offer } from "./foretold-offers.ts";
import type { Installations } from "./installations.ts";
import type { RolloutTurns } from "./rollout-turns.ts";
import type { VersionRanks } from "./version-ranks.ts";

/**
 * The expected upgrades of each installation, without asking for a verdict. They follow from the forecast (R17) of each
 * standing, which is made when the standing begins and kept for as long as the vendor keeps to the plan, and from what the
 * rule book says of rollouts, floors, ends of life, blocks and systems (R18, R28 to R33).
 */
export class ForetoldUpgrades {
  readonly #ranks: VersionRanks;
  readonly #installations: Installations;
  readonly #turns: RolloutTurns;
  /** The planned calendar that the forecasts were made from, as text. */
  #basis = "";
  #offers: ForetoldOffers;
  #madeBefore = 0;

  constructor(ranks: VersionRanks, installations: Installations, turns: RolloutTurns) {
    this.#ranks = ranks;
    this.#installations = installations;
    this.#turns = turns;
    this.#offers = new ForetoldOffers([], ranks, turns);
  }

  /** How many forecasts of standings were made. */
  get made(): number {
    return this.#madeBefore + this.#offers.made;
  }

  /**
   * Whether the vendor kept to the plan until `now`: dates, states, rollouts, critical releases, limits and builds. If not,
   * {@link renew}.
   */
  holds(calendar: Calendar, now: Instant): boolean {
    return asText(calendarAsPlanned(calendar, now)) === this.#basis;
  }

  /** Makes all forecasts again, at `now`. */
  renew(calendar: Calendar, now: Instant, standingClasses: Iterable<StandingClass>): void {
    const planned = calendarAsPlanned(calendar, now);
    this.#basis = asText(planned);
    this.#madeBefore += this.#offers.made;
    this.#offers = new ForetoldOffers(planned, this.#ranks, this.#turns);
    for (const standingClass of standingClasses) this.#offers.add(standingClass);
  }

  /** Makes the forecast for a new standing class. */
  add(standingClass: StandingClass): void {
    this.#offers.add(standingClass);
  }

  /**
   * The instant before which an installation should be offered nothing, or Infinity if it should never be as long as it runs
   * what it runs: on the way there may be a floor that it cannot cross. {@link offerTo} says what it should be offered from
   * then on.
   */
  nextUpgradeAt(standingClass: StandingClass, installation: number): number {
    return this.#offers.noneBefore(standingClass, this.#askedBy(installation));
  }

  /** What an installation should be offered at `at`, or null if it should stay. */
  offerTo(standingClass: StandingClass, installation: number, at: Instant): Offer | null {
    return this.#offers.offerAt(standingClass, this.#askedBy(installation), at);
  }

  #askedBy(installation: number): Asked {
    const { targetOf, computerOf, running } = this.#installations;
    return {
      installation,
      running: running[installation] as number,
      target: targetOf[installation] as number,
      computer: computerOf[installation] as number,
    };
  }
}

function asText(calendar: Calendar): string {
  return JSON.stringify(calendar.map(({ release, builds }) => [release, builds.length]));
}
