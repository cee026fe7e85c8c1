import type { Standing } from "./standing.ts";

/**
 * Whether a change reaches an organization, and if not, what decides instead: a schedule that was set for it alone
 * (R9), its legacy settings (R24), another partner (R10) or a conflict of its partners (R10). The last one is for users
 * (R11).
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

/**
 * R14 to R16: how a change moves the cadence. On a slower cadence an organization is held until that cadence's next
 * release.
 */
export const MOVEMENTS = ["slower", "faster", "other_weeks", "stays"] as const;
export type Movement = (typeof MOVEMENTS)[number];

/** R10: whether a conflict of the partners appears or ends, or null if neither. */
export type ConflictChange = "appears" | "ends" | null;

/** The effect that a change not made yet would have on organizations with the same standing. */
export interface Outcome {
  readonly reach: Reach;
  readonly movement: Movement;
  readonly conflict: ConflictChange;
  readonly before: Standing;
  readonly after: Standing;
}
