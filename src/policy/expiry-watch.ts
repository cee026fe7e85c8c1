import { limitsOf } from "../catalog/calendar-limits.ts";
import type { Release } from "../catalog/release.ts";
import { daysBetween, type Instant } from "../instant.ts";
import { type ExpiryBeforeNext, type PlannedCalendar, successorOf } from "./expires-before-next.ts";
import type { InstallationKind } from "./installation-moves.ts";
import type { Outcome } from "./outcome.ts";
import type { Standing } from "./standing.ts";

/** R30: what a change of schedules means for versions that have an end of life. */
export interface ExpiryForesight {
  /** Organizations in which a version expires before its successor comes by the new schedule. */
  readonly organizations: number;
  /** Those versions, the soonest to expire first; of several successors the last. */
  readonly versions: readonly ExpiryBeforeNext[];
  /** The fewest whole days between a successor and an end of life that comes after it, or null if there is none. */
  readonly daysToSpare: number | null;
}

/** Watches the ends of life of what the organizations of a preview run, each organization by what it gets after the change. */
export class ExpiryWatch {
  readonly #kinds: readonly InstallationKind[];
  readonly #plan: PlannedCalendar;
  readonly #isNeeded: boolean;
  readonly #known = new Map<Standing, (ExpiryBeforeNext | null)[]>();
  readonly #versions = new Map<Release, ExpiryBeforeNext>();
  #organizations = 0;
  #daysToSpare: number | null = null;

  /** `kinds` are those by which installations are counted. */
  constructor(kinds: readonly InstallationKind[], plan: PlannedCalendar) {
    this.#kinds = kinds;
    this.#plan = plan;
    this.#isNeeded = limitsOf(plan.planned).hasExpiries;
  }

  /** Whether it looks at organizations with this outcome: those that the change moves, if a release has an end of life. */
  isNeededFor({ reach, movement }: Outcome): boolean {
    return this.#isNeeded && reach === "reached" && movement !== "stays";
  }

  /** Adds an organization with such an outcome; `installations` are indexed by kind. */
  add({ after }: Outcome, installations: readonly number[]): void {
    let isConcerned = false;
    installations.forEach((count, number) => {
      const found = count > 0 ? this.#successorOf(after, number) : null;
      if (found !== null && this.#take(found)) isConcerned = true;
    });
    if (isConcerned) this.#organizations++;
  }

  result(): ExpiryForesight {
    const versions = [...this.#versions.values()].sort((a, b) => a.expiresAt - b.expiresAt);
    return { organizations: this.#organizations, versions, daysToSpare: this.#daysToSpare };
  }

  #successorOf(standing: Standing, number: number): ExpiryBeforeNext | null {
    const known = this.#known.get(standing) ?? [];
    this.#known.set(standing, known);
    const kind = this.#kinds[number];
    if (kind === undefined || kind.runsAhead) return null;
    if (known[number] === undefined) known[number] = successorOf(kind, standing, this.#plan);
    return known[number] ?? null;
  }

  /** Whether the version expires before its successor comes; otherwise notes the days between, if it is still to come. */
  #take(found: ExpiryBeforeNext): boolean {
    const { release, expiresAt, nextAt } = found;
    if (nextAt !== null && nextAt <= expiresAt) {
      if (nextAt > this.#plan.now) this.#spare(daysBetween(nextAt, expiresAt));
      return false;
    }
    const known = this.#versions.get(release);
    if (!known || isLater(nextAt, known.nextAt)) this.#versions.set(release, found);
    return true;
  }

  #spare(days: number): void {
    this.#daysToSpare = Math.min(days, this.#daysToSpare ?? days);
  }
}

/** Whether one instant is later than another; null is never. */
function isLater(one: Instant | null, other: Instant | null): boolean {
  return other !== null && (one === null || one > other);
}
