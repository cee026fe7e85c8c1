import type { ConfiguredPartner } from "../../policy/editability.ts";
import type { Database } from "../../store/database.ts";
import { findPartner } from "../../store/tables/partner-table.ts";
import { findScene } from "../../store/tables/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { seesPartner } from "../../tenancy/permission.ts";

/** A partner with its settings, or null if it does not exist or is not in the actor's subtree. */
export async function findVisiblePartner(
  database: Database,
  actor: Actor,
  id: string,
): Promise<ConfiguredPartner | null> {
  const scene = actor.organizationId === null ? null : await findScene(database, actor.organizationId);
  return seesPartner(actor, id, scene?.organization.partnerIds) ? findPartner(database, id) : null;
}
