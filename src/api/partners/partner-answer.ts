import { type ConfiguredPartner, mayEditPartner } from "../../policy/editability.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Partner } from "../../tenancy/partner.ts";

export function toPartnerAnswer(partner: Partner) {
  return { ...partner, features: [...partner.features] };
}

/** A partner's settings as this actor sees them, with the reason if they cannot be edited (R13). */
export function toPartnerSettingsAnswer(actor: Actor, { partner, settings }: ConfiguredPartner) {
  const allowed = mayEditPartner(actor, partner);
  return {
    schedule: settings.schedule?.schedule ?? null,
    allowCustomerOverride: settings.allowCustomerOverride,
    updatedAt: settings.updatedAt,
    updatedBy: settings.updatedBy,
    editable: allowed.ok,
    ...(!allowed.ok && { notEditableReason: allowed.error.code }),
  };
}
