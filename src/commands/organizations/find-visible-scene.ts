import type { Scene } from "../../policy/editability.ts";
import type { Database } from "../../store/database.ts";
import { findScene } from "../../store/tables/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";

/** The organization with all that decides its settings, if the actor may see it; otherwise null, as for one that does not exist. */
export async function findVisibleScene(
  database: Database,
  actor: Actor,
  organizationId: string,
): Promise<Scene | null> {
  const scene = await findScene(database, organizationId);
  return scene && seesOrganization(actor, scene.organization) ? scene : null;
}
