import type { Standing } from "./standing.ts";

/** How many organizations have the same standing, and the ids of the first of them. */
export interface StandingCount {
  readonly standing: Standing;
  readonly organizations: number;
  /** R11: how many users on automatic upgrades have this standing, whatever their organization's is. */
  readonly users: number;
  readonly organizationIds: readonly string[];
}
