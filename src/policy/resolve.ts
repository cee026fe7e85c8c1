import { type Instant, toInstant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import { scheduleFromLegacy } from "./legacy.ts";
import { AUTOMATIC, isSameSchedule, type Schedule } from "./schedule.ts";
import type { Cascade, CascadePartner, SetSchedule } from "./settings.ts";

/** Which rule decides an organization's schedule. */
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

/** Who decides an organization's schedule, and what it is. */
export interface Governing {
  readonly code: GoverningCode;
  readonly schedule: Schedule;
  /** Who set the schedule that governs; null where nobody did (vendor default, conflict, older settings). */
  readonly setBy: ActorReference | null;
  readonly setAt: Instant | null;
  /** The partners whose word it is, or who are in conflict. */
  readonly partnerIds: readonly string[];
  /** R10: each side's word, while they conflict. */
  readonly conflict: readonly Word[] | null;
}

interface PartnerPosition extends Word {
  readonly word: SetSchedule;
  readonly isDefault: boolean;
}

/** R6 to R10, R24: who decides. The organization's own schedule, else its older settings, else its partners', else the vendor. */
export function resolve(cascade: Cascade): Governing {
  if (cascade.own) return governedBy("organization_schedule", cascade.own, []);
  if (cascade.legacy) return governedByLegacy(cascade.legacy);
  return resolvePartners(cascade.partners);
}

/** R9: what the organization would get if nothing were set on it: its partners' word, or the vendor default. */
export function resolvePartners(partners: readonly CascadePartner[]): Governing {
  const stances = partners.flatMap(toStance);
  const [first, ...others] = stances;
  if (!first) return VENDOR_DEFAULT;
  if (others.some((other) => !isSameSchedule(other.schedule, first.schedule))) return inConflict(stances);
  const newest = stances.reduce((a, b) => (b.word.setAt > a.word.setAt ? b : a));
  const partnerIds = stances.map((stance) => stance.partnerId);
  return governedBy(
    newest.isDefault ? "partner_default" : "partner_organization_schedule",
    newest.word,
    partnerIds,
  );
}

/** R10: a partner's word is what it set for this organization, else its default, else nothing. */
function toStance({ partnerId, settings, word }: CascadePartner): PartnerPosition[] {
  const said = word.schedule ?? settings.schedule;
  return said ? [{ partnerId, schedule: said.schedule, word: said, isDefault: word.schedule === null }] : [];
}

const VENDOR_DEFAULT: Governing = {
  code: "vendor_default",
  schedule: AUTOMATIC,
  setBy: null,
  setAt: null,
  partnerIds: [],
  conflict: null,
};

function governedBy(code: GoverningCode, word: SetSchedule, partnerIds: readonly string[]): Governing {
  return { code, schedule: word.schedule, setBy: word.setBy, setAt: word.setAt, partnerIds, conflict: null };
}

function governedByLegacy(legacy: NonNullable<Cascade["legacy"]>): Governing {
  const schedule = scheduleFromLegacy(legacy);
  return { ...VENDOR_DEFAULT, code: "legacy_settings", schedule, setAt: legacy.setAt };
}

function inConflict(stances: readonly PartnerPosition[]): Governing {
  return {
    code: "partners_in_conflict",
    schedule: AUTOMATIC,
    setBy: null,
    setAt: toInstant(Math.max(...stances.map((stance) => stance.word.setAt))),
    partnerIds: stances.map((stance) => stance.partnerId),
    conflict: stances.map(({ partnerId, schedule }) => ({ partnerId, schedule })),
  };
}
