import { type Instant, toInstant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import { scheduleFromLegacy } from "./legacy.ts";
import { AUTOMATIC, isSameSchedule, type Schedule } from "./schedule.ts";
import type { Cascade, CascadePartner, SetSchedule } from "./settings.ts";

/** What can decide an organization's schedule, with its rule. */
export const GOVERNING_RULES = {
  vendor_default: "R6",
  partner_default: "R6",
  partner_organization_schedule: "R7",
  organization_schedule: "R8",
  partners_in_conflict: "R10",
  legacy_settings: "R24",
} as const;
export type GoverningCode = keyof typeof GOVERNING_RULES;

/** R10: one partner's word for an organization. */
export interface Word {
  readonly partnerId: string;
  readonly schedule: Schedule;
}

/** What decides an organization's schedule, and the schedule. */
export interface Governing {
  readonly code: GoverningCode;
  readonly schedule: Schedule;
  /** Who set the governing schedule, or null if nobody did (vendor default, conflict, legacy settings). */
  readonly setBy: ActorReference | null;
  readonly setAt: Instant | null;
  /** The partners whose word governs, or that are in conflict. */
  readonly partnerIds: readonly string[];
  /** R10: each partner's word, or null if there is no conflict. */
  readonly conflict: readonly Word[] | null;
}

interface PartnerWord extends Word {
  readonly set: SetSchedule;
  readonly isDefault: boolean;
}

/**
 * R6 to R10, R24: the organization's own schedule decides, else its legacy settings, else its partners, else the
 * vendor.
 */
export function resolve(cascade: Cascade): Governing {
  if (cascade.own) return governedBy("organization_schedule", cascade.own, []);
  if (cascade.legacy) return governedByLegacy(cascade.legacy);
  return resolvePartners(cascade.partners);
}

/**
 * R9: what governs an organization without its own schedule or legacy settings: its partners' words or the vendor
 * default.
 */
export function resolvePartners(partners: readonly CascadePartner[]): Governing {
  const words = partners.flatMap(toPartnerWord);
  const [first, ...others] = words;
  if (!first) return VENDOR_DEFAULT;
  if (others.some((other) => !isSameSchedule(other.schedule, first.schedule))) return inConflict(words);
  const newest = words.reduce((a, b) => (b.set.setAt > a.set.setAt ? b : a));
  const partnerIds = words.map((word) => word.partnerId);
  return governedBy(
    newest.isDefault ? "partner_default" : "partner_organization_schedule",
    newest.set,
    partnerIds,
  );
}

/** R10: a partner's word is what it set for this organization, else its default, else nothing. */
function toPartnerWord({ partnerId, settings, perOrganization }: CascadePartner): PartnerWord[] {
  const set = perOrganization.schedule ?? settings.schedule;
  return set
    ? [{ partnerId, schedule: set.schedule, set, isDefault: perOrganization.schedule === null }]
    : [];
}

const VENDOR_DEFAULT: Governing = {
  code: "vendor_default",
  schedule: AUTOMATIC,
  setBy: null,
  setAt: null,
  partnerIds: [],
  conflict: null,
};

function governedBy(code: GoverningCode, set: SetSchedule, partnerIds: readonly string[]): Governing {
  return { code, schedule: set.schedule, setBy: set.setBy, setAt: set.setAt, partnerIds, conflict: null };
}

function governedByLegacy(legacy: NonNullable<Cascade["legacy"]>): Governing {
  const schedule = scheduleFromLegacy(legacy);
  return { ...VENDOR_DEFAULT, code: "legacy_settings", schedule, setAt: legacy.setAt };
}

function inConflict(words: readonly PartnerWord[]): Governing {
  return {
    code: "partners_in_conflict",
    schedule: AUTOMATIC,
    setBy: null,
    setAt: toInstant(Math.max(...words.map((word) => word.set.setAt))),
    partnerIds: words.map((word) => word.partnerId),
    conflict: words.map(({ partnerId, schedule }) => ({ partnerId, schedule })),
  };
}
