import { type Actor, levelOf, type Role } from "./actor.ts";
import type { Organization } from "./organization.ts";

/** What can be done, beyond seeing: each role's row below says which. */
export const ACTIONS = [
  "manage_catalog",
  "manage_partners",
  "manage_organizations",
  "change_partner_settings",
  "change_organization_settings",
  "manage_users",
  "manage_administrators",
  "manage_tokens",
  "read_downloads",
  "read_audit",
] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * Which role may do what, inside its own subtree. Every role sees its subtree, asks why, and downloads the builds that
 * may be run there (R22).
 */
const MAY: Record<Role, readonly Action[]> = {
  vendor_admin: ACTIONS,
  partner_full_admin: [
    "manage_organizations",
    "change_partner_settings",
    "change_organization_settings",
    "manage_users",
    "manage_administrators",
    "manage_tokens",
    "read_downloads",
    "read_audit",
  ],
  partner_admin: ["change_organization_settings", "manage_users", "read_downloads", "read_audit"],
  partner_read_only: ["read_downloads", "read_audit"],
  partner_help_desk: [],
  organization_full_admin: [
    "change_organization_settings",
    "manage_users",
    "manage_administrators",
    "manage_tokens",
    "read_audit",
  ],
  organization_read_only: ["read_audit"],
};

export function may(actor: Pick<Actor, "role">, action: Action): boolean {
  return MAY[actor.role].includes(action);
}

/** Whether everything that the first role may do, the second may do, too. */
export function mayAtMost(role: Role, limit: Role): boolean {
  return MAY[role].every((action) => MAY[limit].includes(action));
}

/** Whether the actor's subtree holds this partner. An organization sees the partners that serve it. */
export function seesPartner(actor: Actor, partnerId: string, servedBy: readonly string[] = []): boolean {
  switch (levelOf(actor.role)) {
    case "vendor":
      return true;
    case "partner":
      return actor.partnerId === partnerId;
    case "organization":
      return servedBy.includes(partnerId);
  }
}

/** Whether the actor's subtree holds this organization: all, those its partner serves (or is assigned), or its own. */
export function seesOrganization(
  actor: Actor,
  organization: Pick<Organization, "id" | "partnerIds">,
): boolean {
  switch (levelOf(actor.role)) {
    case "vendor":
      return true;
    case "partner":
      return (
        actor.partnerId !== null &&
        organization.partnerIds.includes(actor.partnerId) &&
        (actor.organizationIds === null
          ? actor.role !== "partner_admin"
          : actor.organizationIds.includes(organization.id))
      );
    case "organization":
      return actor.organizationId === organization.id;
  }
}
