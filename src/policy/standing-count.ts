import type { Standing } from "./standing.ts";

/** How many stand alike, and the first of them. */
export interface StandingCount {
  readonly standing: Standing;
  readonly organizations: number;
  /** R11: users on automatic upgrades who stand so, whatever their organization does. */
  readonly users: number;
  readonly organizationIds: readonly string[];
}
