import type { UserScene } from "../../policy/change.ts";
import { mayEditOrganization } from "../../policy/editability.ts";
import { governingOf } from "../../policy/list-state.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { User } from "../../tenancy/organization.ts";

export function toUserAnswer({ id, organizationId, displayName, email, createdAt }: User) {
  return { id, organizationId, displayName, email, createdAt };
}

/** R11: the switch as this actor sees it: not available, with the reason, while the organization is on automatic. */
export function toUserSettingsAnswer(actor: Actor, { scene, settings }: UserScene) {
  const available = governingOf(scene).schedule.cadence !== "automatic";
  const allowed = mayEditOrganization(actor, scene);
  return {
    ...settings,
    available,
    ...(!available && { notAvailableReason: "automatic_upgrades_not_available" as const }),
    editable: allowed.ok,
    ...(!allowed.ok && { notEditableReason: allowed.error.code }),
  };
}
