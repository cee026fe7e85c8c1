import { CADENCES, deferralOf } from "../policy/schedule.ts";
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

  *of(organization: number): Generator<void, number> {
    const { total, current } = yield* this.#matcher.currentOf(organization);
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

  // biome-ignore lint/correctness/useYield: ranks are found in turns
  *of(organization: number): Generator<void, number> {
    const { organizations, standingClasses } = this.#world;
    const { schedule } = standingClasses.governedAt(organizations.standingClassOf(organization)).standing;
    return CADENCES.indexOf(schedule.cadence) * MOST_WEEKS + deferralOf(schedule);
  }
}
