import { formatInstant } from "../instant.ts";
import type { PastStanding } from "./history.ts";
import { type Governing, resolve, resolvePartners } from "./resolve.ts";
import { formatSchedule } from "./schedule.ts";
import type { Cascade, CascadePartner, SetSchedule } from "./settings.ts";
import { type EntryReference, entriesOf, type TraceStep } from "./trace.ts";

/** The input of a cascade's trace: ids, the cascade and the standing at the instant, and the entries behind them. */
export interface TracedCascade {
  readonly organizationId: string;
  readonly userId: string | null;
  readonly cascade: Cascade;
  readonly past: PastStanding;
  readonly entries: readonly EntryReference[];
}

/** R6 to R11, R15 and R24 in order: the schedules that were considered, who set them, and which one decided. */
export function traceCascade(traced: TracedCascade): readonly TraceStep[] {
  const { cascade } = traced;
  const governing = resolve(cascade);
  return [
    { rule: "R6", decided: "vendor_default_is_automatic", saw: {}, entries: [] },
    ...cascade.partners.map((partner) => partnerDefaultStep(traced, partner)),
    ...cascade.partners.map((partner) => perOrganizationStep(traced, partner)),
    ownStep(traced),
    inheritanceStep(cascade, governing),
    conflictStep(cascade),
    userStep(traced),
    holdStep(traced),
    legacyStep(traced),
  ];
}

function partnerDefaultStep({ entries }: TracedCascade, { partnerId, settings }: CascadePartner): TraceStep {
  return {
    rule: "R6",
    decided: settings.schedule ? "partner_has_a_default" : "partner_configured_nothing",
    saw: { partnerId, ...traceSetSchedule(settings.schedule) },
    setBy: settings.schedule?.setBy ?? null,
    entries: entriesOf(entries, "partner_settings", partnerId, settings.schedule?.setAt).slice(-1),
  };
}

function perOrganizationStep(
  traced: TracedCascade,
  { partnerId, perOrganization }: CascadePartner,
): TraceStep {
  return {
    rule: "R7",
    decided: perOrganization.schedule
      ? "partner_set_this_organization"
      : "partner_said_nothing_for_this_organization",
    saw: { partnerId, ...traceSetSchedule(perOrganization.schedule) },
    setBy: perOrganization.schedule?.setBy ?? null,
    entries: perOrganization.schedule ? settingsEntries(traced, perOrganization.schedule) : [],
  };
}

function ownStep(traced: TracedCascade): TraceStep {
  const { own } = traced.cascade;
  return {
    rule: "R8",
    decided: own ? "organization_decides" : "organization_set_nothing",
    saw: traceSetSchedule(own),
    setBy: own?.setBy ?? null,
    entries: own ? settingsEntries(traced, own) : [],
  };
}

function inheritanceStep(cascade: Cascade, governing: Governing): TraceStep {
  const left =
    cascade.own || cascade.legacy || cascade.partners.some((partner) => partner.perOrganization.schedule);
  return {
    rule: "R9",
    decided: left ? "does_not_inherit" : "inherits",
    saw: { governing: governing.code, schedule: formatSchedule(governing.schedule) },
    entries: [],
  };
}

function conflictStep(cascade: Cascade): TraceStep {
  const { conflict } = resolvePartners(cascade.partners);
  const decided = !conflict
    ? "partners_agree"
    : cascade.own
      ? "own_schedule_ends_the_conflict"
      : "automatic_applies";
  const words = (conflict ?? []).map(({ partnerId, schedule }) => ({
    partnerId,
    schedule: formatSchedule(schedule),
  }));
  return { rule: "R10", decided, saw: { words }, entries: [] };
}

function userStep({ userId, past, entries }: TracedCascade): TraceStep {
  const { user, organization } = past;
  const isAutomatic = organization?.standing.schedule.cadence === "automatic";
  const decided = !user
    ? "no_known_user"
    : !user.allowAutomaticUpgrades
      ? "user_follows_the_organization"
      : isAutomatic
        ? "switch_has_no_effect"
        : "user_on_automatic_upgrades";
  const saw = { userId, allowAutomaticUpgrades: user?.allowAutomaticUpgrades ?? null };
  return { rule: "R11", decided, saw, entries: entriesOf(entries, "user_settings", userId).slice(-1) };
}

function holdStep({ past, entries }: TracedCascade): TraceStep {
  const standing = past.user?.standing ?? past.organization?.standing;
  const hold = standing?.hold;
  if (!hold) return { rule: "R15", decided: "no_hold", saw: {}, entries: [] };
  return {
    rule: "R15",
    decided: "held_since_a_change_to_a_slower_cadence",
    saw: { since: formatInstant(hold.since), schedule: formatSchedule(hold.schedule) },
    entries: entries.filter((entry) => entry.at === hold.since),
  };
}

function legacyStep({ cascade, organizationId, entries }: TracedCascade): TraceStep {
  const { legacy } = cascade;
  if (!legacy) return { rule: "R24", decided: "no_older_settings", saw: {}, entries: [] };
  return {
    rule: "R24",
    decided: "older_settings_count_as_what_they_will_become",
    saw: { frequency: legacy.frequency, weeks: legacy.weeks },
    entries: entriesOf(entries, "organization_settings", organizationId, legacy.setAt),
  };
}

function settingsEntries(
  { entries, organizationId }: TracedCascade,
  set: SetSchedule,
): readonly EntryReference[] {
  return entriesOf(entries, "organization_settings", organizationId, set.setAt);
}

function traceSetSchedule(set: SetSchedule | null): { schedule: string | null; setAt: string | null } {
  if (!set) return { schedule: null, setAt: null };
  return { schedule: formatSchedule(set.schedule), setAt: formatInstant(set.setAt) };
}
