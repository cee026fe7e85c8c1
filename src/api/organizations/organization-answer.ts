import type { Organization } from "../../tenancy/organization.ts";

export function toOrganizationAnswer({ id, name, partnerIds, createdAt }: Organization) {
  return { id, name, partnerIds: [...partnerIds], createdAt };
}
