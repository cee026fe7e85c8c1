import { type DemoSetup, makeCatalog } from "./fill-catalog.ts";
import { askAsInstallations } from "./installations.ts";
import { DEMO_ORGANIZATIONS, DEMO_PARTNERS, type DemoOrganization } from "./people.ts";
import { type CreatedRecord, call, type Visitor } from "./visitor.ts";

type Ids = Map<string, string>;

/** The ids of what was made, by name. */
export interface DemoIds {
  readonly partners: ReadonlyMap<string, string>;
  readonly organizations: ReadonlyMap<string, string>;
}

/**
 * Makes the demo world through the public API, as a vendor and its partners would. Settings come before the calendar:
 * no release is out yet when they are made, so R15 holds nothing back, except for the organizations that change
 * afterwards.
 */
export async function fillDemo(vendor: Visitor, setup: DemoSetup): Promise<DemoIds> {
  const { ids: partners, administrators } = await makePartners(vendor, setup);
  setup.report(`${partners.size} partners`);
  const organizations: Ids = new Map();
  const users = new Map<string, readonly string[]>();
  for (const organization of DEMO_ORGANIZATIONS) {
    const id = await makeOrganization(vendor, setup, { partners, administrators }, organization);
    organizations.set(organization.name, id);
    users.set(id, await makeUsers(vendor, id, organization));
  }
  setup.report(`${organizations.size} organizations`);
  await makeCatalog(vendor, setup);
  for (const { name, changesTo } of DEMO_ORGANIZATIONS) {
    if (changesTo)
      await save(vendor, `/v1/organizations/${organizations.get(name)}`, { schedule: changesTo });
  }
  for (const { name, featureOff } of DEMO_PARTNERS) {
    if (featureOff) await call(vendor, "PATCH", `/v1/partners/${partners.get(name)}`, { features: [] });
  }
  const installations = await askAsInstallations(vendor, users);
  setup.report(`${installations} installations`);
  return { partners, organizations };
}

/** Gives the ids of the partners, and an administrator of each, by the partner's name. */
async function makePartners(vendor: Visitor, setup: DemoSetup) {
  const ids: Ids = new Map();
  const administrators = new Map<string, Visitor>();
  for (const { name, schedule, allowCustomerOverride } of DEMO_PARTNERS) {
    const { id } = await call<CreatedRecord>(vendor, "POST", "/v1/partners", { name });
    const partner = await standIn(vendor, setup, {
      name: `${name} administrator`,
      role: "partner_full_admin",
      partnerId: id,
    });
    await save(partner, `/v1/partners/${id}`, { schedule, allowCustomerOverride });
    ids.set(name, id);
    administrators.set(name, partner);
  }
  return { ids, administrators };
}

interface MadePartners {
  readonly partners: Ids;
  readonly administrators: ReadonlyMap<string, Visitor>;
}

async function makeOrganization(
  vendor: Visitor,
  setup: DemoSetup,
  { partners, administrators }: MadePartners,
  organization: DemoOrganization,
): Promise<string> {
  const { name } = organization;
  const partnerIds = organization.partners.map((partner) => partners.get(partner));
  const { id } = await call<CreatedRecord>(vendor, "POST", "/v1/organizations", {
    name,
    partnerIds,
    ...(organization.legacy && { legacySettings: organization.legacy }),
  });
  const path = `/v1/organizations/${id}`;
  if (organization.allowCustomerOverride !== undefined) {
    await save(vendor, path, { allowCustomerOverride: organization.allowCustomerOverride });
  }
  for (const [partner, schedule] of Object.entries(organization.partnerSchedules ?? {})) {
    await save(administrators.get(partner) ?? vendor, path, { schedule });
  }
  if (organization.own) {
    const customer = { name: `${name} administrator`, role: "organization_full_admin", organizationId: id };
    await save(await standIn(vendor, setup, customer), path, { schedule: organization.own });
  }
  return id;
}

/** Gives their ids, in the order in which they are listed. */
async function makeUsers(
  vendor: Visitor,
  organizationId: string,
  { users, pilots }: DemoOrganization,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const displayName of users ?? []) {
    const email = `${displayName
      .normalize("NFD")
      .replace(/[^A-Za-z]/g, "")
      .toLowerCase()}@example.com`;
    const path = `/v1/organizations/${organizationId}/users`;
    const { id } = await call<CreatedRecord>(vendor, "POST", path, { displayName, email });
    if (pilots?.includes(displayName))
      await save(vendor, `/v1/users/${id}`, { allowAutomaticUpgrades: true });
    ids.push(id);
  }
  return ids;
}

/** Makes a token with another role, so that the ledger names the actor that really did it. */
async function standIn(vendor: Visitor, { now }: DemoSetup, grant: object): Promise<Visitor> {
  const expiresAt = new Date(now.getTime() + 3_600_000).toISOString();
  const { token } = await call<{ token: string }>(vendor, "POST", "/v1/tokens", { ...grant, expiresAt });
  return { url: vendor.url, token };
}

async function save(visitor: Visitor, path: string, settings: object): Promise<void> {
  await call(visitor, "PUT", `${path}/release-settings`, settings);
}
