import { type Calendar, type CalendarEntry, calendarAsPlanned } from "../catalog/calendar.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import { TARGETS } from "../fleet/targets.ts";
import { EARLIEST, type Instant } from "../instant.ts";
import { forecast } from "../policy/forecast.ts";
import type { Installations } from "./installations.ts";
import type { RolloutTurns } from "./rollout-turns.ts";
import type { VersionRanks } from "./version-ranks.ts";

/** A release that is out or planned, with the instant from which it is offered. */
interface ForetoldRelease {
  readonly rank: number;
  readonly at: Instant;
  readonly release: CalendarEntry["release"];
  /** R20: whether it is offered to all at once, without a rollout. */
  readonly isAtOnce: boolean;
  /** The rank of a release whose line an installation must run to be offered it, or null if it is for all. */
  readonly onlyLineOf: number | null;
  /** By target: whether there is a build. */
  readonly builtFor: readonly boolean[];
}

/**
 * The expected upgrades of each installation, without asking for a verdict. They follow from the forecast (R17) of each
 * standing, which is made when the standing begins and kept for as long as the vendor keeps to the plan.
 */
export class Foresight {
  readonly #ranks: VersionRanks;
  readonly #installations: Installations;
  readonly #turns: RolloutTurns;
  /** The planned calendar that the forecasts were made from, as text. */
  #basis = "";
  #dues = new Map<StandingClass, readonly ForetoldRelease[]>();
  /** How many forecasts were made. */
  made = 0;

  constructor(ranks: VersionRanks, installations: Installations, turns: RolloutTurns) {
    this.#ranks = ranks;
    this.#installations = installations;
    this.#turns = turns;
  }

  /**
   * Whether the vendor kept to the plan until `now`: dates, states, rollouts, critical releases. If not, {@link renew}.
   */
  holds(calendar: Calendar, now: Instant): boolean {
    return asText(calendarAsPlanned(calendar, now)) === this.#basis;
  }

  /** Makes all forecasts again, at `now`. */
  renew(calendar: Calendar, now: Instant, standingClasses: Iterable<StandingClass>): void {
    const planned = calendarAsPlanned(calendar, now);
    this.#basis = asText(planned);
    this.#dues = new Map();
    for (const standingClass of new Set(standingClasses))
      this.#dues.set(standingClass, this.#forecast(standingClass, planned));
  }

  /** Makes the forecast for a new standing class, at `now`. */
  add(standingClass: StandingClass, calendar: Calendar, now: Instant): void {
    if (!this.#dues.has(standingClass))
      this.#dues.set(standingClass, this.#forecast(standingClass, calendarAsPlanned(calendar, now)));
  }

  /** The instant from which an installation should be offered a release, or Infinity if none is planned. */
  nextUpgradeAt(standingClass: StandingClass, installation: number): number {
    let soonest = Number.POSITIVE_INFINITY;
    for (const due of this.#duesAt(standingClass)) {
      if (due.rank <= (this.#installations.running[installation] as number)) break;
      soonest = Math.min(soonest, this.#dueAt(due, installation));
    }
    return soonest;
  }

  /** The rank of the version that an installation should be offered at `at`, or -1 if none. */
  upgradeTo(standingClass: StandingClass, installation: number, at: Instant): number {
    for (const due of this.#duesAt(standingClass)) {
      if (due.rank <= (this.#installations.running[installation] as number)) break;
      if (this.#dueAt(due, installation) <= at) return due.rank;
    }
    return -1;
  }

  #duesAt(standingClass: StandingClass): readonly ForetoldRelease[] {
    const dues = this.#dues.get(standingClass);
    if (!dues) throw new Error(`there is no forecast for standing class ${standingClass.number}`);
    return dues;
  }

  #dueAt(
    { at, release, rank, isAtOnce, onlyLineOf, builtFor }: ForetoldRelease,
    installation: number,
  ): number {
    if (!builtFor[this.#installations.targetOf[installation] as number]) return Number.POSITIVE_INFINITY;
    if (
      onlyLineOf !== null &&
      !this.#ranks.isOneLine(this.#installations.running[installation] as number, rank)
    )
      return Number.POSITIVE_INFINITY;
    return isAtOnce ? at : this.#turns.entersAt(release, at, installation);
  }

  /** The releases to come for a standing, the newest version first. */
  #forecast({ standing }: StandingClass, planned: Calendar): readonly ForetoldRelease[] {
    this.made++;
    const entries = new Map(planned.map((entry) => [entry.release.id, entry]));
    const coming = forecast(standing, planned, { after: EARLIEST, to: null }).flatMap(
      ({ release, eligibleAt }) => {
        const entry = entries.get(release.id);
        return entry ? [this.#due(entry, eligibleAt, release.critical?.scope === "all", null)] : [];
      },
    );
    const forItsLine = planned
      .filter(({ release }) => release.critical?.scope === "line" && release.state === "published")
      .map((entry) => {
        const rank = this.#ranks.rankOf(entry.release.version);
        return this.#due(entry, entry.release.automaticAt, true, rank);
      });
    return [...coming, ...forItsLine].sort((a, b) => b.rank - a.rank);
  }

  #due(
    { release, builds }: CalendarEntry,
    at: Instant,
    isAtOnce: boolean,
    onlyLineOf: number | null,
  ): ForetoldRelease {
    const builtFor = TARGETS.map(({ platform, arch }) =>
      builds.some((build) => build.platform === platform && build.arch === arch),
    );
    return { rank: this.#ranks.rankOf(release.version), at, release, isAtOnce, onlyLineOf, builtFor };
  }
}

function asText(calendar: Calendar): string {
  return JSON.stringify(calendar.map(({ release, builds }) => [release, builds.length]));
}
