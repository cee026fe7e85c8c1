import { CADENCES, deferralOf } from "../policy/schedule.ts";
import type { Statuses } from "./kind-statuses.ts";
import { type CountedFleet, Matcher } from "./matching.ts";
import type { Ranks } from "./order-by-rank.ts";
import type { World } from "./world.ts";

/** Shares are compared in millionths. */
const WHOLE = 1_000_000;

/**
 * The share of the installations of each organization that run what they should; of one share, where more do not is first.
 * Where none is counted, `none`: the rank that is last in the order.
 */
export class AdoptionShares implements Ranks {
  readonly #matcher: Matcher;
  readonly #none: number;

  constructor(fleet: CountedFleet, direction: "asc" | "desc") {
    this.#matcher = new Matcher(fleet, {});
    this.#none = direction === "asc" ? Number.POSITIVE_INFINITY : -1;
  }

  known(organization: number): number | undefined {
    const statuses = this.#matcher.knownIn(organization);
    return statuses && this.#rankOf(organization, statuses);
  }

  *of(organization: number): Generator<void, number> {
    return this.#rankOf(organization, yield* this.#matcher.decideIn(organization));
  }

  #rankOf(organization: number, statuses: Statuses): number {
    const { total, current } = this.#matcher.currentOf(organization, statuses);
    if (total === 0) return this.#none;
    return Math.floor((WHOLE * current) / total) + 1 / (1 + total - current);
  }
}

/** More weeks than any schedule defers. */
const MOST_WEEKS = 100;

/** The schedule of each organization, the fastest first: by cadence, then by deferral. */
export class ScheduleRanks implements Ranks {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  // biome-ignore lint/correctness/useYield: each is known at once
  *of(organization: number): Generator<void, number> {
    return this.known(organization);
  }

  known(organization: number): number {
    const { organizations, standingClasses } = this.#world;
    const { schedule } = standingClasses.governedAt(organizations.standingClassOf(organization)).standing;
    return CADENCES.indexOf(schedule.cadence) * MOST_WEEKS + deferralOf(schedule);
  }
}
