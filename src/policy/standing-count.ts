import type { Standing } from "./standing.ts";

/** How many organizations have the same standing. */
export interface StandingCount {
  readonly standing: Standing;
  readonly organizations: number;
}
