/** Who does or looks in a scenario: a role by its wire name, and where it holds. */
export interface Persona {
  readonly role: string;
  readonly partner: string | null;
  readonly organization: string | null;
  /** The customers a partner administrator is assigned; null: not limited. */
  readonly organizations: readonly string[] | null;
}

const FULL_ADMIN: Record<string, string> = {
  vendor: "vendor_admin",
  partner: "partner_full_admin",
  organization: "organization_full_admin",
};

/** `vendor`, `partner:p1`, `partner_read_only:p1`, `partner_admin:p1 [acme globex]`, `organization:acme`, … */
export const PERSONA =
  /^(vendor|partner|partner_read_only|partner_help_desk|partner_admin|organization|organization_read_only)(?::([a-z][a-z0-9-]*))?(?: \[([a-z0-9 -]+)\])?$/;

/** Reads who acts; throws for a text that {@link PERSONA} does not match (a mistake in a scenario). */
export function parsePersona(text: string): Persona {
  const match = PERSONA.exec(text);
  if (!match?.[1]) throw new Error(`"${text}" says nobody`);
  const [, kind, where = null, assigned] = match;
  const isOrganization = kind.startsWith("organization");
  return {
    role: FULL_ADMIN[kind] ?? kind,
    partner: isOrganization ? null : where,
    organization: isOrganization ? where : null,
    organizations: assigned?.split(" ") ?? null,
  };
}

export const VENDOR: Persona = parsePersona("vendor");
