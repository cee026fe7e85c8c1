import type { Database } from "../../store/database.ts";
import { findScene } from "../../store/tables/scenes.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";

/** Whether the scope of a person or a token is within the actor's own subtree. */
export async function reaches(database: Database, actor: Actor, held: Actor): Promise<boolean> {
  switch (levelOf(actor.role)) {
    case "vendor":
      return true;
    case "organization":
      return held.organizationId === actor.organizationId;
    case "partner": {
      if (held.organizationId === null) return held.partnerId === actor.partnerId && isWithin(actor, held);
      const scene = await findScene(database, held.organizationId);
      return scene !== null && seesOrganization(actor, scene.organization);
    }
  }
}

/**
 * Whether all of the second actor's customers are among the first's; null stands for all of the partner's customers.
 */
function isWithin({ organizationIds: limit }: Actor, { organizationIds }: Actor): boolean {
  return limit === null || (organizationIds?.every((id) => limit.includes(id)) ?? false);
}
