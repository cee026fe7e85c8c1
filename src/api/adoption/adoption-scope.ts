import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { findVisiblePartner } from "../../commands/partners/find-visible-partner.ts";
import type { Database } from "../../store/database.ts";
import type { HistoryScope } from "../../store/tables/adoption-history.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { organizationReach } from "../organizations/visible-organizations.ts";

interface AskedScope {
  readonly partnerId?: string | undefined;
  readonly organizationId?: string | undefined;
}

/** The part of the actor's subtree that is asked for, or null if the actor may not see it. */
export async function scopeOf(
  database: Database,
  actor: Actor,
  { partnerId, organizationId }: AskedScope,
): Promise<HistoryScope | null> {
  const reach = organizationReach(actor);
  if (partnerId !== undefined && !(await findVisiblePartner(database, actor, partnerId))) return null;
  const part = { ...reach, ...(partnerId !== undefined && { partnerId }) };
  if (organizationId === undefined) return part;
  const scene = await findVisibleScene(database, actor, organizationId);
  return scene && { ...part, ids: [organizationId] };
}
