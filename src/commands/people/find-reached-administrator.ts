import type { Database } from "../../store/database.ts";
import { findAdministrator } from "../../store/tables/administrator-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { reaches } from "./reaches.ts";

/** An administrator, or null if there is none with this id in the actor's own subtree. */
export async function findReachedAdministrator(
  database: Database,
  actor: Actor,
  id: string,
): Promise<Administrator | null> {
  const found = await findAdministrator(database, id);
  return (await reaches(database, actor, id, found ?? undefined)) ? found : null;
}
