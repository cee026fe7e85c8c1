import type { UserScene } from "../../policy/change.ts";
import { mayEditOrganization } from "../../policy/editability.ts";
import { governingOf } from "../../policy/list-state.ts";
import type { Database } from "../../store/database.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { User } from "../../tenancy/organization.ts";
import { showActor } from "../actors/show-actors.ts";
import type { Context } from "../context.ts";

export function toUserAnswer({ id, organizationId, displayName, email, createdAt }: User) {
  return { id, organizationId, displayName, email, createdAt };
}

/** R11: the switch as this actor sees it: not available, with the reason, while the organization is on automatic. */
export async function toUserSettingsAnswer(
  context: Context,
  database: Database,
  actor: Actor,
  { scene, settings }: UserScene,
) {
  const available = governingOf(scene).schedule.cadence !== "automatic";
  const allowed = mayEditOrganization(actor, scene);
  return {
    ...settings,
    updatedBy: await showActor(context, database, actor, settings.updatedBy),
    available,
    ...(!available && { notAvailableReason: "automatic_upgrades_not_available" as const }),
    editable: allowed.ok,
    ...(!allowed.ok && { notEditableReason: allowed.error.code }),
  };
}
