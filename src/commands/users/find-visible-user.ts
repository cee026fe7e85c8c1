import type { Scene } from "../../policy/editability.ts";
import type { UserSettings } from "../../policy/settings.ts";
import type { Database } from "../../store/database.ts";
import { findUser } from "../../store/tables/user-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { User } from "../../tenancy/organization.ts";
import { findVisibleScene } from "../organizations/find-visible-scene.ts";

/**
 * A user with its settings and the organization's scene, or null if the actor may not see the organization. Reads as
 * much for an id that no user has, so that the time tells nothing.
 */
export async function findVisibleUser(
  database: Database,
  actor: Actor,
  id: string,
): Promise<{ readonly user: User; readonly settings: UserSettings; readonly scene: Scene } | null> {
  const found = await findUser(database, id);
  const scene = await findVisibleScene(database, actor, found?.user.organizationId ?? id);
  return found && scene ? { ...found, scene } : null;
}
