import { type Calendar, type CalendarEntry, calendarAsPlanned } from "../catalog/calendar.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import { TARGETS } from "../fleet/targets.ts";
import { type Instant, toInstant } from "../instant.ts";
import { forecast } from "../policy/forecast.ts";
import type { Installations } from "./installations.ts";
import type { RolloutTurns } from "./rollout-turns.ts";
import type { VersionRanks } from "./version-ranks.ts";

const FROM_THE_BEGINNING = toInstant(Number.MIN_SAFE_INTEGER);

/** A release that is on its way, or out: from when on. */
interface ForetoldRelease {
  readonly rank: number;
  readonly at: Instant;
  readonly release: CalendarEntry["release"];
  /** R20: at once, past every rollout. */
  readonly isAtOnce: boolean;
  /** Only for those that run this line; null: for all. */
  readonly onlyLineOf: number | null;
  /** By target: is there a build? */
  readonly builtFor: readonly boolean[];
}

/**
 * What is to come, said beforehand: from the forecast (R17) of each standing, made when it came about and kept as long as
 * the vendor keeps to the plan. It says when each installation is to upgrade, and to what, without asking for a verdict.
 */
export class Foresight {
  readonly #ranks: VersionRanks;
  readonly #installations: Installations;
  readonly #turns: RolloutTurns;
  /** The calendar that the forecasts were made of, as planned then, written out. */
  #basis = "";
  #dues = new Map<StandingClass, readonly ForetoldRelease[]>();
  /** How many forecasts were made. */
  made = 0;

  constructor(ranks: VersionRanks, installations: Installations, turns: RolloutTurns) {
    this.#ranks = ranks;
    this.#installations = installations;
    this.#turns = turns;
  }

  /** Whether all went as planned until `now`: dates, states, rollouts and what is critical. If not: {@link renew}. */
  holds(calendar: Calendar, now: Instant): boolean {
    return asText(calendarAsPlanned(calendar, now)) === this.#basis;
  }

  /** Makes all forecasts anew, at `now`. */
  renew(calendar: Calendar, now: Instant, standingClasses: Iterable<StandingClass>): void {
    const planned = calendarAsPlanned(calendar, now);
    this.#basis = asText(planned);
    this.#dues = new Map();
    for (const standingClass of new Set(standingClasses))
      this.#dues.set(standingClass, this.#forecast(standingClass, planned));
  }

  /** Makes the forecast for a way to be governed that has just come about. */
  add(standingClass: StandingClass, calendar: Calendar, now: Instant): void {
    if (!this.#dues.has(standingClass))
      this.#dues.set(standingClass, this.#forecast(standingClass, calendarAsPlanned(calendar, now)));
  }

  /** From when on an installation is to be offered something; Infinity: not in sight. */
  nextUpgradeAt(standingClass: StandingClass, installation: number): number {
    let soonest = Number.POSITIVE_INFINITY;
    for (const due of this.#duesAt(standingClass)) {
      if (due.rank <= (this.#installations.running[installation] as number)) break;
      soonest = Math.min(soonest, this.#dueAt(due, installation));
    }
    return soonest;
  }

  /** The rank of what an installation is to be offered at `at`; -1: nothing. */
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

  /** The newest first. */
  #forecast({ standing }: StandingClass, planned: Calendar): readonly ForetoldRelease[] {
    this.made++;
    const entries = new Map(planned.map((entry) => [entry.release.id, entry]));
    const coming = forecast(standing, planned, { after: FROM_THE_BEGINNING, to: null }).flatMap(
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
