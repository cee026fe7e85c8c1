import type { Actor } from "../tenancy/actor.ts";

const NOWHERE = { partnerId: null, organizationId: null, organizationIds: null };

export const VENDOR: Actor = {
  ...NOWHERE,
  id: "vendor",
  displayName: "Release manager",
  role: "vendor_admin",
};

export function partnerActor(partnerId: string, role: Actor["role"] = "partner_full_admin"): Actor {
  return { ...NOWHERE, id: `at-${partnerId}`, displayName: "Partner administrator", role, partnerId };
}

export function organizationActor(
  organizationId: string,
  role: Actor["role"] = "organization_full_admin",
): Actor {
  const id = `at-${organizationId}`;
  return { ...NOWHERE, id, displayName: "Customer administrator", role, organizationId };
}
