import { mayEditOrganization, type Scene } from "../../policy/editability.ts";
import { resolve } from "../../policy/resolve.ts";
import { type Cascade, toCascade, UNCONFIGURED_PARTNER, type UserSettings } from "../../policy/settings.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { User } from "../../tenancy/organization.ts";

export function toUserAnswer({ id, organizationId, displayName, email, createdAt }: User) {
  return { id, organizationId, displayName, email, createdAt };
}

/** R11: the switch as this actor sees it: not available, with the reason, while the organization is on automatic. */
export function toUserSettingsAnswer(actor: Actor, scene: Scene, settings: UserSettings) {
  const available = governingSchedule(scene).cadence !== "automatic";
  const allowed = mayEditOrganization(actor, scene);
  return {
    ...settings,
    available,
    ...(!available && { notAvailableReason: "automatic_upgrades_not_available" }),
    editable: allowed.ok,
    ...(!allowed.ok && { notEditableReason: allowed.error.code }),
  };
}

/** The schedule that governs a scene's organization. */
export function governingSchedule(scene: Scene) {
  return resolve(cascadeOf(scene)).schedule;
}

function cascadeOf({ organization, settings, partners }: Scene): Cascade {
  const byId = new Map(partners.map(({ partner, settings }) => [partner.id, settings]));
  return toCascade(organization.partnerIds, settings, (id) => byId.get(id) ?? UNCONFIGURED_PARTNER);
}
