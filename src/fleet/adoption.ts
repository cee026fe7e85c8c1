import type { Calendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { type BehindCode, statusOf } from "../policy/behind.ts";
import type { GoverningStanding } from "../policy/decide.ts";
import { type InstallationKind, questionOf } from "../policy/installation-moves.ts";
import { AUTOMATIC } from "../policy/schedule.ts";
import { beginStanding } from "../policy/standing.ts";
import type { Census } from "./census.ts";
import { type CountedPart, organizationsOf } from "./standing-counts.ts";
import type { World } from "./world.ts";

/** What the installations of some organizations run. */
export interface Adoption {
  /** How many there are of each kind, in no order. */
  readonly kinds: readonly { readonly kind: InstallationKind; readonly installations: number }[];
  readonly total: number;
  /** Installations that run what their verdict says they should, or newer. */
  readonly current: number;
  readonly behind: ReadonlyMap<BehindCode, number>;
}

/** R11: the standing of installations whose user has the switch on. */
const AHEAD: GoverningStanding = { code: "user_on_automatic_upgrades", standing: beginStanding(AUTOMATIC) };

/**
 * Counts the installations of a part in one pass over its organizations. Each verdict is decided once per standing
 * class and kind of installation, so a million organizations need a few thousand verdicts.
 */
export function countAdoption(world: World, census: Census, part: CountedPart, now: Instant): Adoption {
  const counts = new AdoptionCounts(census.kinds, world.calendar, now);
  for (const [standingClass, sums] of sumByStandingClass(world, census, part))
    counts.add(world.standingClasses.governedAt(standingClass), sums);
  return counts.result();
}

function sumByStandingClass(
  world: World,
  census: Census,
  part: CountedPart,
): ReadonlyMap<number, readonly number[]> {
  const byStandingClass = new Map<number, number[]>();
  for (const number of organizationsOf(world, part)) {
    const standingClass = world.organizations.standingClassOf(number);
    const sums = byStandingClass.get(standingClass) ?? [];
    if (sums.length === 0) byStandingClass.set(standingClass, sums);
    census.addNumbered(sums, number);
  }
  return byStandingClass;
}

class AdoptionCounts {
  readonly #kinds: readonly InstallationKind[];
  readonly #calendar: Calendar;
  readonly #now: Instant;
  readonly #byKind: number[] = [];
  readonly #behind = new Map<BehindCode, number>();
  #total = 0;
  #current = 0;

  constructor(kinds: readonly InstallationKind[], calendar: Calendar, now: Instant) {
    this.#kinds = kinds;
    this.#calendar = calendar;
    this.#now = now;
  }

  /** Adds installations of one standing class; `sums` holds their count by the number of their kind. */
  add(governed: GoverningStanding, sums: readonly number[]): void {
    sums.forEach((count, number) => {
      const kind = this.#kinds[number];
      if (!kind || count === 0) return;
      const question = questionOf(kind, this.#now);
      const { isCurrent, behind } = statusOf(question, kind.runsAhead ? AHEAD : governed, this.#calendar);
      this.#total += count;
      if (isCurrent) this.#current += count;
      if (behind) this.#behind.set(behind, (this.#behind.get(behind) ?? 0) + count);
      this.#byKind[number] = (this.#byKind[number] ?? 0) + count;
    });
  }

  result(): Adoption {
    const kinds = this.#byKind.flatMap((installations, number) => {
      const kind = this.#kinds[number];
      return kind ? [{ kind, installations }] : [];
    });
    return { kinds, total: this.#total, current: this.#current, behind: this.#behind };
  }
}
