import { type ConfiguredPartner, mayEditPartner } from "../../policy/editability.ts";
import type { Database } from "../../store/database.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Partner } from "../../tenancy/partner.ts";
import { showActor } from "../actors/show-actors.ts";
import type { Context } from "../context.ts";

export function toPartnerAnswer(partner: Partner) {
  return { ...partner, features: [...partner.features] };
}

/** A partner's settings as this actor sees them, with the reason if they cannot be edited (R13). */
export async function toPartnerSettingsAnswer(
  context: Context,
  database: Database,
  actor: Actor,
  { partner, settings }: ConfiguredPartner,
) {
  const allowed = mayEditPartner(actor, partner);
  return {
    schedule: settings.schedule?.schedule ?? null,
    allowCustomerOverride: settings.allowCustomerOverride,
    updatedAt: settings.updatedAt,
    updatedBy: await showActor(context, database, actor, settings.updatedBy),
    editable: allowed.ok,
    ...(!allowed.ok && { notEditableReason: allowed.error.code }),
  };
}
