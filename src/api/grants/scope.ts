import type { Actor, Role } from "../../tenancy/actor.ts";

interface Scope {
  role: Role;
  partnerId?: string;
  organizationId?: string;
  organizationIds?: string[];
}

/** A role's scope on the wire: only the fields that apply to it. */
export function toScope(actor: Actor): Scope {
  return {
    role: actor.role,
    ...(actor.partnerId !== null && { partnerId: actor.partnerId }),
    ...(actor.organizationId !== null && { organizationId: actor.organizationId }),
    ...(actor.organizationIds !== null && { organizationIds: [...actor.organizationIds] }),
  };
}
