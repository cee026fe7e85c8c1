import type { Database } from "../../store/database.ts";
import { findScene } from "../../store/tables/scenes.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";

/**
 * Whether the scope of a person or a token, or undefined if there is none with this `id`, is within the actor's own
 * subtree. Reads as much in every case, so that the time tells nothing of others.
 */
export async function reaches(
  database: Database,
  actor: Actor,
  id: string,
  held: Actor | undefined,
): Promise<boolean> {
  const isPartner = levelOf(actor.role) === "partner";
  const scene = isPartner ? await findScene(database, held?.organizationId ?? id) : null;
  if (!held) return false;
  switch (levelOf(actor.role)) {
    case "vendor":
      return true;
    case "organization":
      return held.organizationId === actor.organizationId;
    case "partner": {
      if (held.organizationId === null) return held.partnerId === actor.partnerId && isWithin(actor, held);
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
