import { type Calendar, calendarFor } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";

/** R17: a calendar as it was known at past instants. One is kept until another was known, since it is asked for often. */
export class PastCalendars {
  readonly #calendar: Calendar;
  readonly #now: Instant;
  /** Every instant at which something of it became known, the soonest first. */
  readonly #changes: readonly Instant[];
  /** By how many of them had passed. */
  readonly #known = new Map<number, Calendar>();

  /** `now` is later than every instant that is asked for. */
  constructor(calendar: Calendar, now: Instant) {
    this.#calendar = calendar;
    this.#now = now;
    const changes = calendar.flatMap(({ history, builds, formerBuilds = [] }) => [
      ...history.map(({ knownAt }) => knownAt),
      ...builds.map(({ addedAt }) => addedAt),
      ...formerBuilds.map(({ until }) => until),
    ]);
    this.#changes = [...new Set(changes)].sort((a, b) => a - b);
  }

  at(at: Instant): Calendar {
    const passed = this.#changes.findLastIndex((change) => change <= at) + 1;
    const known = this.#known.get(passed) ?? calendarFor(this.#calendar, at, this.#now);
    this.#known.set(passed, known);
    return known;
  }
}
