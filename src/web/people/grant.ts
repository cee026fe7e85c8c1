import type { Role } from "../../tenancy/actor.ts";
import { type Home, rolesAt } from "../data/people.ts";

/** A role and the customers that it is limited to, as they are chosen; null: it is limited to none. */
export interface Grant {
  readonly role: Role;
  readonly organizationIds: readonly string[] | null;
}

/** Whether customers are still to be chosen: this role is limited to some, or the person asked for that. */
export function isIncomplete({ role, organizationIds }: Grant): boolean {
  return organizationIds === null ? role === "partner_admin" : organizationIds.length === 0;
}

/** A role and its place for the body of a call. */
export function toGrantBody({ partnerId, organizationId }: Home, { role, organizationIds }: Grant) {
  return {
    role,
    ...(partnerId !== undefined && { partnerId }),
    ...(organizationId !== undefined && { organizationId }),
    ...(organizationIds !== null && { organizationIds: [...organizationIds] }),
  };
}

/** The grant to begin with: of the role that may do least, for all customers. */
export function narrowest(home: Home): Grant {
  return { role: rolesAt(home).at(-1) ?? "vendor_admin", organizationIds: null };
}
