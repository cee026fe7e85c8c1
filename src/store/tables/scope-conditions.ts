import { type Expression, type SqlBool, sql } from "kysely";
import { type Actor, type Level, levelOf, ROLES } from "../../tenancy/actor.ts";
import { idIsOneOf } from "./name-page.ts";

/** The scope of a role. */
export type RoleScope = Pick<Actor, "partnerId" | "organizationId" | "organizationIds">;

/**
 * The condition that the scope of a row is in an actor's subtree: every one; those of its partner and that partner's
 * customers; those of its organization. For a table with `partner_id`, `organization_id` and `organization_ids`.
 */
export function isInSubtreeOf({
  partnerId,
  organizationId,
  organizationIds,
}: RoleScope): Expression<SqlBool> {
  if (organizationId !== null) return sql`organization_id = ${organizationId}`;
  if (partnerId === null) return sql`true`;
  const served = sql`organization_id in (
    select organization_id from organization_partners where partner_id = ${partnerId})`;
  if (organizationIds === null) return sql`(partner_id = ${partnerId} or ${served})`;
  return sql`((partner_id = ${partnerId} and organization_ids <@ ${organizationIds}::text[])
    or (${served} and ${idIsOneOf(organizationIds, "organization_id")}))`;
}

/** What the people and tokens of a list belong to: a level, a partner, an organization; what is undefined limits nothing. */
export interface Home {
  readonly level?: Level | undefined;
  readonly partnerId?: string | undefined;
  readonly organizationId?: string | undefined;
}

/** The conditions that a row belongs to this home by its own role; for a table with `role` and the columns of a scope. */
export function isOfHome({ level, partnerId, organizationId }: Home): Expression<SqlBool>[] {
  const roles = ROLES.filter((role) => levelOf(role) === level);
  return [
    ...(level === undefined ? [] : [idIsOneOf(roles, "role")]),
    ...(partnerId === undefined ? [] : [sql<SqlBool>`partner_id = ${partnerId}`]),
    ...(organizationId === undefined ? [] : [sql<SqlBool>`organization_id = ${organizationId}`]),
  ];
}
