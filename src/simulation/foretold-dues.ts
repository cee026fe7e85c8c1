import type { Calendar } from "../catalog/calendar.ts";
import { EARLIEST } from "../instant.ts";
import { forecast } from "../policy/forecast.ts";
import { AUTOMATIC, formatSchedule, type Schedule } from "../policy/schedule.ts";
import { beginStanding, type Standing } from "../policy/standing.ts";

/** By release, in the order of the calendar: from when it is eligible, or Infinity if it never is. */
export type Dues = Float64Array;

/**
 * R30: the dues of a standing as it stands, then those of each rung on which an installation leaves what it runs: without
 * hold (and rollout), also without weeks, also without cadence.
 */
export type DuesByRung = readonly [stands: Dues, unheld: Dues, withoutWeeks: Dues, automatic: Dues];

/** R4, R15, R17, R20: the dues of standings, from their forecasts by one planned calendar. */
export class DueDates {
  /** Without blocks, which say nothing about dates. */
  readonly #calendar: Calendar;
  readonly #bySchedule = new Map<string, Dues>();
  /** How many forecasts of standings were made. */
  made = 0;

  constructor(planned: Calendar) {
    this.#calendar = planned.map((entry) => {
      return { ...entry, release: { ...entry.release, blocks: [] } };
    });
  }

  of(standing: Standing): DuesByRung {
    const { schedule } = standing;
    this.made++;
    return [
      this.#forecast(standing),
      this.#ofSchedule(schedule),
      this.#ofSchedule(schedule.cadence === "automatic" ? schedule : { ...schedule, deferralWeeks: 0 }),
      this.#ofSchedule(AUTOMATIC),
    ];
  }

  #ofSchedule(schedule: Schedule): Dues {
    const key = formatSchedule(schedule);
    const dues = this.#bySchedule.get(key) ?? this.#forecast(beginStanding(schedule));
    this.#bySchedule.set(key, dues);
    return dues;
  }

  #forecast(standing: Standing): Dues {
    const span = { after: EARLIEST, to: null };
    const coming = new Map(
      forecast(standing, this.#calendar, span).map(({ release, eligibleAt }) => [release.id, eligibleAt]),
    );
    return Float64Array.from(
      this.#calendar,
      ({ release }) => coming.get(release.id) ?? Number.POSITIVE_INFINITY,
    );
  }
}
