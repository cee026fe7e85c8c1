import type { Scene } from "../../policy/editability.ts";
import type { Database } from "../../store/database.ts";
import { findScene } from "../../store/tables/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";

/** The scene of an organization, or null if it does not exist or the actor may not see it. */
export async function findVisibleScene(
  database: Database,
  actor: Actor,
  organizationId: string,
): Promise<Scene | null> {
  const scene = await findScene(database, organizationId);
  return scene && seesOrganization(actor, scene.organization) ? scene : null;
}
