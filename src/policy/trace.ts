import type { Instant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import type { Rule } from "./rules.ts";

/** A ledger entry as a trace refers to it. */
export interface EntryReference {
  readonly sequence: number;
  readonly at: Instant;
  readonly actor: ActorReference;
  readonly action: string;
  readonly subject: string;
  readonly subjectId: string;
}

/** The values that a rule looked at, as JSON: instants and versions are text. */
export type TraceValues = {
  readonly [name: string]: TraceValues | readonly TraceValues[] | string | number | boolean | null;
};

/** R25: every decision that a step of a trace can report, with its rule. */
export const TRACE_DECISIONS = {
  dates_from_the_calendar: "R3",
  eligible_by_schedule: "R4",
  update: "R5",
  stay: "R5",
  vendor_default_is_automatic: "R6",
  partner_has_a_default: "R6",
  partner_configured_nothing: "R6",
  partner_set_this_organization: "R7",
  partner_said_nothing_for_this_organization: "R7",
  organization_decides: "R8",
  organization_set_nothing: "R8",
  inherits: "R9",
  does_not_inherit: "R9",
  partners_agree: "R10",
  own_schedule_ends_the_conflict: "R10",
  automatic_applies: "R10",
  no_known_user: "R11",
  user_follows_the_organization: "R11",
  switch_has_no_effect: "R11",
  user_on_automatic_upgrades: "R11",
  no_hold: "R15",
  held_since_a_change_to_a_slower_cadence: "R15",
  spread_over_days: "R18",
  nothing_is_spread: "R18",
  not_offered: "R19",
  nothing_is_stopped: "R19",
  critical: "R20",
  nothing_is_critical: "R20",
  unknown_organization_gets_the_vendor_default: "R21",
  no_older_settings: "R24",
  older_settings_count_as_what_they_will_become: "R24",
  version_cannot_be_read: "R27",
  step_on_the_way: "R28",
  floor_not_crossed: "R28",
  steps_need_the_version: "R28",
  nothing_on_the_way: "R28",
  support_as_the_release_says: "R29",
  must_leave_what_runs: "R30",
  managed_elsewhere: "R30",
  may_go_on_running: "R30",
  not_for_some_computers: "R31",
  nothing_is_blocked: "R31",
  limited_to_systems: "R32",
  no_system_is_left_out: "R32",
} as const satisfies Record<string, Rule>;
export type TraceDecision = keyof typeof TRACE_DECISIONS;

/** One rule's part in a verdict (R25): what it saw, what it decided, and the ledger entries behind it. */
export interface TraceStep {
  readonly rule: Rule;
  readonly decided: TraceDecision;
  readonly saw: TraceValues;
  /** The actor that set what it saw, or null if nobody did; missing if the rule looks at nothing that is set. */
  readonly setBy?: ActorReference | null;
  readonly entries: readonly EntryReference[];
}

/** The entries about one subject, only those made at `at` if that is given. */
export function entriesOf(
  entries: readonly EntryReference[],
  subject: string,
  subjectId: string | null,
  at?: Instant | null,
): readonly EntryReference[] {
  return entries.filter(
    (entry) =>
      entry.subject === subject &&
      entry.subjectId === subjectId &&
      (at === undefined || at === null || entry.at === at),
  );
}
