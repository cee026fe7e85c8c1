import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findPartner } from "../../store/tables/partner-table.ts";
import { findScene } from "../../store/tables/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { type Grant, mayGrantRole } from "../../tenancy/grant.ts";
import { seesOrganization, seesPartner } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";

/**
 * Whether the actor may grant a role and scope: the role not above the actor's level, the scope inside the actor's
 * subtree. Refuses `not_allowed` and `not_found`.
 */
export async function mayGive(
  database: Database,
  actor: Actor,
  grant: Grant,
): Promise<Result<true, Refusal>> {
  if (!mayGrantRole(actor, grant.role)) return notAllowed("grant a role above your level");
  if (grant.partnerId !== null) {
    const partner = seesPartner(actor, grant.partnerId) ? await findPartner(database, grant.partnerId) : null;
    if (!partner) return notFound("partner");
  }
  const organizationIds = [
    ...(grant.organizationIds ?? []),
    ...(grant.organizationId ? [grant.organizationId] : []),
  ];
  for (const organizationId of organizationIds) {
    const scene = await findScene(database, organizationId);
    const isServed = grant.partnerId === null || scene?.organization.partnerIds.includes(grant.partnerId);
    if (!scene || !isServed || !seesOrganization(actor, scene.organization)) return notFound("organization");
  }
  return ok(true);
}
