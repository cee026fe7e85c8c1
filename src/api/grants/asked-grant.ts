import type { Role } from "../../tenancy/actor.ts";
import type { Grant } from "../../tenancy/grant.ts";

interface Body {
  readonly role: Role;
  readonly partnerId?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly organizationIds?: readonly string[] | undefined;
}

/** A role and its scope from a body; what was left out is null. */
export function toGrantAsked({ role, ...scope }: Body): Grant {
  const { partnerId = null, organizationId = null, organizationIds = null } = scope;
  return { role, partnerId, organizationId, organizationIds };
}
