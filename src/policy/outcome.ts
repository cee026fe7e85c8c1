import type { Standing } from "./standing.ts";

/**
 * Whether a change reaches an organization, and if not, what decides instead: a schedule that was set for it alone (R9),
 * its older settings (R24), another partner (R10), a conflict of its partners (R10). The last one is of users (R11).
 */
export const REACHES = [
  "reached",
  "left_default",
  "older_settings",
  "another_partner_decides",
  "partners_in_conflict",
  "user_on_automatic_upgrades",
] as const;
export type Reach = (typeof REACHES)[number];

/** R14 to R16: what a change does to the pace. Whoever gets slower is held until the slower cadence's next release. */
export const MOVEMENTS = ["slower", "faster", "other_weeks", "stays"] as const;
export type Movement = (typeof MOVEMENTS)[number];

/** R10: whether a conflict of the partners comes about or ends; null: neither. */
export type ConflictTurn = "appears" | "ends" | null;

/** What a change that was not made yet would do to those that stand alike. */
export interface Outcome {
  readonly reach: Reach;
  readonly movement: Movement;
  readonly conflict: ConflictTurn;
  readonly before: Standing;
  readonly after: Standing;
}
