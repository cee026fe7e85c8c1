import type { DemoIds } from "../../../src/api/demo/fill.ts";
import { call, type Visitor } from "../../../src/api/demo/visitor.ts";

/** Everyone who uses the page, in the demo world. */
export const PEOPLE = {
  vendor: { name: "Vera Vendor", role: "vendor_admin" },
  partnerFull: { name: "Paul Partner", role: "partner_full_admin", partner: "Northwind Telecom" },
  /** An administrator of a partner whose customers may not override. */
  lockingPartner: { name: "Lena Lock", role: "partner_full_admin", partner: "Alpine Voice" },
  /** An administrator of a partner whose feature is off (R13). */
  toggledPartner: { name: "Toni Toggle", role: "partner_full_admin", partner: "Harbour Networks" },
  partnerLimited: {
    name: "Lia Limited",
    role: "partner_admin",
    partner: "Northwind Telecom",
    organizations: ["Acorn Books", "Violet Pharma"],
  },
  partnerReadOnly: { name: "Rhea Reader", role: "partner_read_only", partner: "Northwind Telecom" },
  helpDesk: { name: "Hannah Help", role: "partner_help_desk", partner: "Northwind Telecom" },
  customerFull: { name: "Carl Customer", role: "organization_full_admin", organization: "Sequoia Bank" },
  customerReadOnly: {
    name: "Rosa Reader",
    role: "organization_read_only",
    organization: "Sequoia Bank",
  },
  /** An administrator under a partner that locks its customers' settings (R12). */
  lockedCustomer: { name: "Leo Locked", role: "organization_full_admin", organization: "Iris Optics" },
  /** An administrator of a customer whose legacy settings are not migrated yet (R24). */
  legacyCustomer: { name: "Olga Older", role: "organization_full_admin", organization: "Garnet Jewels" },
} as const satisfies Readonly<Record<string, Described>>;
export type Who = keyof typeof PEOPLE;

interface Described {
  readonly name: string;
  readonly role: string;
  readonly partner?: string;
  readonly organization?: string;
  readonly organizations?: readonly string[];
}

export interface Login {
  readonly email: string;
  readonly password: string;
}

const PASSWORD = "correct horse battery";

/** Creates one of them, who sets a password as people do. */
export async function enter(vendor: Visitor, ids: DemoIds, who: Who): Promise<Login> {
  const { name, role, partner, organization, organizations }: Described = PEOPLE[who];
  const email = `${who.toLowerCase()}@example.com`;
  const made = await call<{ oneTimePassword: string }>(vendor, "POST", "/v1/administrators", {
    displayName: name,
    email,
    role,
    ...(partner && { partnerId: ids.partners.get(partner) }),
    ...(organization && { organizationId: ids.organizations.get(organization) }),
    ...(organizations && { organizationIds: organizations.map((one) => ids.organizations.get(one)) }),
  });
  const currentPassword = made.oneTimePassword;
  const first = await call<{ token: string }>(vendor, "POST", "/v1/sessions", {
    email,
    password: currentPassword,
  });
  const session = { ...vendor, token: first.token };
  await call(session, "PUT", "/v1/me/password", { currentPassword, newPassword: PASSWORD });
  return { email, password: PASSWORD };
}
