import type { Offer } from "./foretold-offers.ts";

/** How many upgrades there were, and why some were not simply to the newest release of the schedule. */
export class UpgradeCounts {
  all = 0;
  /** R28: to a step on the way to a newer release. */
  steps = 0;
  /** R30: from a version past its end of life; `early` ones set something aside that would have kept it. */
  leaving = 0;
  early = 0;
  /** R31: to an older release, because a newer one was blocked for that computer; R32: or not built for its system. */
  aroundBlocks = 0;
  aroundSystems = 0;

  count({ isStep, rung, around }: Offer): void {
    this.all++;
    if (isStep) this.steps++;
    if (rung !== null) this.leaving++;
    if (rung !== null && rung > 0) this.early++;
    if (around === "block") this.aroundBlocks++;
    if (around === "system") this.aroundSystems++;
  }
}
