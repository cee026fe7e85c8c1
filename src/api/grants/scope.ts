import type { Actor, Role } from "../../tenancy/actor.ts";

interface Scope {
  role: Role;
  partnerId?: string;
  organizationId?: string;
  organizationIds?: string[];
}

/** Where a role holds, on the wire: only what applies to it. */
export function toScope(actor: Actor): Scope {
  return {
    role: actor.role,
    ...(actor.partnerId !== null && { partnerId: actor.partnerId }),
    ...(actor.organizationId !== null && { organizationId: actor.organizationId }),
    ...(actor.organizationIds !== null && { organizationIds: [...actor.organizationIds] }),
  };
}
