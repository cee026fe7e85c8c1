/** The roles of people and tokens, the widest first. */
export const ROLES = [
  "vendor_admin",
  "partner_full_admin",
  "partner_admin",
  "partner_read_only",
  "partner_help_desk",
  "organization_full_admin",
  "organization_read_only",
] as const;
export type Role = (typeof ROLES)[number];

export const LEVELS = ["vendor", "partner", "organization"] as const;
export type Level = (typeof LEVELS)[number];

const LEVEL_OF: Record<Role, Level> = {
  vendor_admin: "vendor",
  partner_full_admin: "partner",
  partner_admin: "partner",
  partner_read_only: "partner",
  partner_help_desk: "partner",
  organization_full_admin: "organization",
  organization_read_only: "organization",
};

export function levelOf(role: Role): Level {
  return LEVEL_OF[role];
}

/** The actor of a ledger entry, still readable after the account is gone. */
export interface ActorReference {
  readonly id: string;
  readonly displayName: string;
  readonly role: Role;
  /** The partner of a partner role; missing in entries from before it was recorded. */
  readonly partnerId?: string | null;
  /** The organization of an organization role; missing in entries from before it was recorded. */
  readonly organizationId?: string | null;
}

/** The person or program that calls: a role and its scope. */
export interface Actor extends ActorReference {
  /** Set at the partner level. */
  readonly partnerId: string | null;
  /** Set at the organization level. */
  readonly organizationId: string | null;
  /** The customers that a partner role is limited to, or null if it holds for all of them. */
  readonly organizationIds: readonly string[] | null;
}

/** An actor as the ledger records it; a partner or an organization is left out where the role has none. */
export function toActorReference(actor: ActorReference): ActorReference {
  const { id, displayName, role, partnerId, organizationId } = actor;
  return {
    id,
    displayName,
    role,
    ...(partnerId && { partnerId }),
    ...(organizationId && { organizationId }),
  };
}
