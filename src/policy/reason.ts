import type { CriticalScope } from "../catalog/release.ts";
import type { Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import type { Schedule } from "./schedule.ts";

/** R25: every reason a verdict can carry, in rule order: its code and the rule it comes from. */
export const REASON_RULES = {
  not_on_slow_channel: "R3",
  deferred: "R4",
  newest_eligible: "R5",
  already_on_newest: "R5",
  runs_newer: "R5",
  nothing_eligible: "R5",
  no_build_for_platform: "R5",
  vendor_default: "R6",
  partner_default: "R6",
  partner_organization_schedule: "R7",
  organization_schedule: "R8",
  partners_in_conflict: "R10",
  user_on_automatic_upgrades: "R11",
  held_back: "R15",
  installed_after_change: "R15",
  rollout_waiting: "R18",
  asked_by_hand: "R18",
  release_paused: "R19",
  release_withdrawn: "R19",
  release_not_published: "R19",
  critical_release: "R20",
  legacy_settings: "R24",
} as const;
export type ReasonCode = keyof typeof REASON_RULES;

/** What the parameters of a reason are, by its code. Instants and versions stay typed until they leave the program. */
export type Reason =
  | { readonly code: "not_on_slow_channel"; readonly version: Version }
  | { readonly code: "deferred"; readonly version: Version; readonly eligibleAt: Instant }
  | { readonly code: "newest_eligible"; readonly version: Version; readonly eligibleAt: Instant }
  | { readonly code: "already_on_newest"; readonly version: Version }
  | { readonly code: "runs_newer"; readonly version: Version; readonly newestEligible: Version }
  | { readonly code: "nothing_eligible" }
  | { readonly code: "no_build_for_platform"; readonly version: Version }
  | {
      readonly code:
        | "vendor_default"
        | "partner_default"
        | "partner_organization_schedule"
        | "organization_schedule"
        | "partners_in_conflict"
        | "user_on_automatic_upgrades"
        | "legacy_settings";
      readonly schedule: Schedule;
    }
  | { readonly code: "held_back"; readonly version: Version; readonly since: Instant }
  | { readonly code: "installed_after_change"; readonly since: Instant }
  | { readonly code: "rollout_waiting"; readonly version: Version; readonly entersAt: Instant }
  | { readonly code: "asked_by_hand"; readonly version: Version }
  | {
      readonly code: "release_paused" | "release_withdrawn" | "release_not_published";
      readonly version: Version;
    }
  | {
      readonly code: "critical_release";
      readonly version: Version;
      readonly reason: string;
      readonly scope: CriticalScope;
    };

const ORDER = Object.keys(REASON_RULES);

/** R25: reasons in rule order, each code once (the first one given wins). */
export function inRuleOrder(reasons: readonly Reason[]): readonly Reason[] {
  const first = new Map<ReasonCode, Reason>();
  for (const reason of reasons) if (!first.has(reason.code)) first.set(reason.code, reason);
  return [...first.values()].sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code));
}
