import { type Calendar, calendarFor } from "../catalog/calendar.ts";
import { addDays, type Instant, toInstant } from "../instant.ts";
import { datesAt } from "./dates.ts";
import { decide, type GoverningStanding } from "./decide.ts";
import type { Asker, Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";

/**
 * The days of which {@link StuckWatch} tells: an installation is stuck if an update was offered to it without a break for
 * more than so many days, it asked in the last so many, and it still runs the older version.
 */
export const STUCK_DAYS = 14;

/** A span in which the calendar was known in one form; `until` does not belong to it, and is null of the last one. */
interface Epoch {
  readonly from: Instant;
  readonly until: Instant | null;
  readonly calendar: Calendar;
}

/**
 * R5, R17: looks at the last {@link STUCK_DAYS} days up to one instant, and says whether a check would have been answered
 * with an update at every instant of them, by the calendar as it was known then.
 */
export class StuckWatch {
  readonly now: Instant;
  /** The last instant from which on an update must be offered: an offer of exactly 14 days is not more than 14. */
  readonly from: Instant;
  readonly #epochs: readonly Epoch[];
  readonly #gates: readonly Gate[];

  /** `calendar` is that of the present, the newest version first. */
  constructor(calendar: Calendar, now: Instant, gates: readonly Gate[] = GATES) {
    this.now = now;
    this.from = toInstant(addDays(now, -STUCK_DAYS) - 1);
    this.#gates = gates;
    this.#epochs = changesOf(calendar, this.from, now).map((from, index, all) => ({
      from,
      until: all[index + 1] ?? null,
      calendar: calendarFor(calendar, from, now),
    }));
  }

  /**
   * An instant of the span at which a check of an installation that runs what it runs now would have been told to stay, of
   * those at which an answer can change; null if an update was offered at all of them. `standsSince` is when its standing
   * began: what was offered before is not known here, so an offer begins then at the earliest.
   */
  findStay(asker: Asker, governed: GoverningStanding, standsSince: Instant): Instant | null {
    if (standsSince > this.from) return standsSince;
    const stays = ({ calendar }: Epoch, at: Instant) =>
      decide({ ...asker, at }, governed, calendar, this.#gates).action === "stay";
    // Where a span begins is decided at once; the dates in it take longer to find, and mostly are not needed then.
    const begins = this.#epochs.find((epoch) => stays(epoch, epoch.from));
    if (begins) return begins.from;
    for (const epoch of this.#epochs) {
      const found = this.#datesIn(epoch, asker, governed).find((at) => stays(epoch, at));
      if (found !== undefined) return found;
    }
    return null;
  }

  /** The dates after the beginning of a span, up to now. */
  #datesIn({ from, until, calendar }: Epoch, asker: Asker, { standing }: GoverningStanding): Instant[] {
    const isWithin = (at: Instant) => at > from && (until === null ? at <= this.now : at < until);
    return [...datesAt(calendar, standing, asker, this.#gates)].filter(isWithin);
  }
}

/** The beginning of a span, and the instants in it at which something of the calendar was changed, in order. */
function changesOf(calendar: Calendar, from: Instant, now: Instant): readonly Instant[] {
  const changes = new Set<Instant>();
  for (const { history, builds, formerBuilds = [] } of calendar) {
    for (const { knownAt } of history) changes.add(knownAt);
    for (const { addedAt } of builds) changes.add(addedAt);
    for (const { until } of formerBuilds) changes.add(until);
  }
  const within = [...changes].filter((at) => at > from && at <= now);
  return [from, ...within.sort((a, b) => a - b)];
}
