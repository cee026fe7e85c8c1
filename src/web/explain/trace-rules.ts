import { TRACE_DECISIONS, type TraceDecision } from "../../policy/trace.ts";

/** A rule that has a step in traces, such as `R5`. */
export type TraceRule = (typeof TRACE_DECISIONS)[TraceDecision];

const RULES: ReadonlySet<string> = new Set(Object.values(TRACE_DECISIONS));

/** Whether the page has words for a rule; a newer server may have more rules. */
export function isTraceRule(rule: string): rule is TraceRule {
  return RULES.has(rule);
}

/** Whether the page has words for a decision; a newer server may have more of them. */
export function isTraceDecision(decided: string): decided is TraceDecision {
  return decided in TRACE_DECISIONS;
}

/** Whether a decision leaves everything as it is, so that its step played no part. */
export const LEAVES_ALL_AS_IT_IS: Readonly<Record<TraceDecision, boolean>> = {
  dates_from_the_calendar: false,
  eligible_by_schedule: false,
  update: false,
  stay: false,
  vendor_default_is_automatic: false,
  partner_has_a_default: false,
  partner_configured_nothing: true,
  partner_set_this_organization: false,
  partner_said_nothing_for_this_organization: true,
  organization_decides: false,
  organization_set_nothing: true,
  inherits: false,
  does_not_inherit: false,
  partners_agree: true,
  own_schedule_ends_the_conflict: false,
  automatic_applies: false,
  no_known_user: true,
  user_follows_the_organization: true,
  switch_has_no_effect: false,
  user_on_automatic_upgrades: false,
  no_hold: true,
  held_since_a_change_to_a_slower_cadence: false,
  spread_over_days: false,
  nothing_is_spread: true,
  not_offered: false,
  nothing_is_stopped: true,
  critical: false,
  nothing_is_critical: true,
  unknown_organization_gets_the_vendor_default: false,
  no_older_settings: true,
  older_settings_count_as_what_they_will_become: false,
  version_cannot_be_read: false,
  step_on_the_way: false,
  floor_not_crossed: false,
  steps_need_the_version: false,
  nothing_on_the_way: true,
  support_as_the_release_says: true,
  must_leave_what_runs: false,
  managed_elsewhere: false,
  may_go_on_running: true,
  not_for_some_computers: false,
  nothing_is_blocked: true,
  limited_to_systems: false,
  no_system_is_left_out: true,
};
