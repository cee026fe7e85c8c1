import type { Actor } from "../../tenancy/actor.ts";
import { numbersAsSeenBy } from "../../tenancy/customer-number.ts";
import type { Organization } from "../../tenancy/organization.ts";

/** An organization as a viewer is shown it. */
export function toOrganizationAnswer(viewer: Actor, organization: Organization) {
  const { id, name, partnerIds, customerNumbers, createdAt } = organization;
  const seen = Object.entries(numbersAsSeenBy(viewer, customerNumbers));
  return {
    id,
    name,
    partnerIds: [...partnerIds],
    customerNumbers: seen.map(([partnerId, number]) => ({ partnerId, number })),
    createdAt,
  };
}
