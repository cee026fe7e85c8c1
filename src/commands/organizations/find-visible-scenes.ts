import type { Scene } from "../../policy/editability.ts";
import type { Database } from "../../store/database.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";

/** The scenes, by id, of those of these organizations that the actor may see. */
export async function findVisibleScenes(
  database: Database,
  actor: Actor,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, Scene>> {
  const ids = [...new Set(organizationIds)];
  const scenes = await listOrganizations(database, { ids, max: ids.length });
  const visible = scenes.filter(({ organization }) => seesOrganization(actor, organization));
  return new Map(visible.map((scene) => [scene.organization.id, scene]));
}
