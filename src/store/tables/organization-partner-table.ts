import type { Selectable } from "kysely";
import type { PerOrganizationSettings } from "../../policy/settings.ts";
import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "./name-page.ts";
import {
  fromCustomerNumber,
  fromPerOrganizationSettings,
  type OrganizationPartnerRow,
} from "./organization-partner-row.ts";
import { refreshLineups } from "./partner-lineup.ts";
import { expectOneRow } from "./write-row.ts";

/** The rows of some organizations, by organization id. */
export async function findServingPartners(
  database: Database,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Selectable<OrganizationPartnerRow>[]>> {
  const rows = await database
    .selectFrom("organization_partners")
    .selectAll()
    .where(idIsOneOf(organizationIds, "organization_id"))
    .execute();
  const byOrganization = new Map<string, Selectable<OrganizationPartnerRow>[]>();
  for (const row of rows) {
    const others = byOrganization.get(row.organization_id);
    if (others) others.push(row);
    else byOrganization.set(row.organization_id, [row]);
  }
  return byOrganization;
}

export async function countOrganizationsServedBy(database: Database, partnerId: string): Promise<number> {
  const { count } = await database
    .selectFrom("organization_partners")
    .select((expression) => expression.fn.countAll<number>().as("count"))
    .where("partner_id", "=", partnerId)
    .executeTakeFirstOrThrow();
  return count;
}

/** What an organization says of those that serve it. */
export type Serving = Pick<Organization, "partnerIds" | "customerNumbers">;

/**
 * Sets the partners that serve an organization, and their numbers for it. What a leaving partner set must have been removed
 * before, by a change of the settings.
 */
export async function writeServingPartners(
  database: Database,
  organizationId: string,
  before: Serving | null,
  after: Serving,
): Promise<void> {
  const served = before?.partnerIds ?? [];
  for (const partnerId of served.filter((id) => !after.partnerIds.includes(id))) {
    const { numDeletedRows } = await database
      .deleteFrom("organization_partners")
      .where("organization_id", "=", organizationId)
      .where("partner_id", "=", partnerId)
      .where("cadence", "is", null)
      .where("allow_customer_override", "is", null)
      .executeTakeFirst();
    expectOneRow(numDeletedRows, "leaving partner without a word", partnerId);
  }
  const coming = after.partnerIds.filter((id) => !served.includes(id));
  if (coming.length > 0) await insertServingPartners(database, organizationId, coming, after);
  for (const partnerId of after.partnerIds) {
    if (coming.includes(partnerId)) continue;
    const number = after.customerNumbers[partnerId];
    if (number !== before?.customerNumbers[partnerId])
      await writeCustomerNumber(database, organizationId, partnerId, number);
  }
  await refreshLineups(database, [organizationId]);
}

async function insertServingPartners(
  database: Database,
  organizationId: string,
  coming: readonly string[],
  { customerNumbers }: Serving,
): Promise<void> {
  const unset = fromPerOrganizationSettings();
  const rows = coming.map((partner_id) => {
    const columns = { organization_id: organizationId, partner_id };
    return Object.assign(columns, unset, fromCustomerNumber(customerNumbers[partner_id]));
  });
  await database.insertInto("organization_partners").values(rows).execute();
}

async function writeCustomerNumber(
  database: Database,
  organizationId: string,
  partnerId: string,
  number: string | undefined,
): Promise<void> {
  const { numUpdatedRows } = await database
    .updateTable("organization_partners")
    .set(fromCustomerNumber(number))
    .where("organization_id", "=", organizationId)
    .where("partner_id", "=", partnerId)
    .executeTakeFirst();
  expectOneRow(numUpdatedRows, "serving partner", partnerId);
}

/**
 * Stores what the partners set; only a partner that serves can have set anything, and one that set nothing has no
 * entry.
 */
export async function writePerOrganizationSettings(
  database: Database,
  organizationId: string,
  before: Readonly<Record<string, PerOrganizationSettings>>,
  after: Readonly<Record<string, PerOrganizationSettings>>,
): Promise<void> {
  const partnerIds = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const partnerId of partnerIds) {
    if (isUnset(after[partnerId])) throw new Error(`partner ${partnerId} has an entry and said nothing`);
    const { numUpdatedRows } = await database
      .updateTable("organization_partners")
      .set(fromPerOrganizationSettings(after[partnerId]))
      .where("organization_id", "=", organizationId)
      .where("partner_id", "=", partnerId)
      .executeTakeFirst();
    expectOneRow(numUpdatedRows, "word of a serving partner", partnerId);
  }
  if (partnerIds.size > 0) await refreshLineups(database, [organizationId]);
}

/** Whether a partner set nothing for the organization; only others have an entry. */
export function isUnset(settings: PerOrganizationSettings | undefined): boolean {
  return settings?.schedule === null && settings.allowCustomerOverride === null;
}
