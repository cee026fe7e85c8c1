import type { Database } from "../../store/database.ts";
import { findScene } from "../../store/scenes.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";
import type { Token } from "../../tenancy/token.ts";

/** Whether a token stands for somebody in the actor's own subtree. */
export async function reachesToken(
  database: Database,
  actor: Actor,
  { actor: held }: Token,
): Promise<boolean> {
  switch (levelOf(actor.role)) {
    case "vendor":
      return true;
    case "organization":
      return held.organizationId === actor.organizationId;
    case "partner": {
      if (held.organizationId === null) return held.partnerId === actor.partnerId;
      const scene = await findScene(database, held.organizationId);
      return scene !== null && seesOrganization(actor, scene.organization);
    }
  }
}
