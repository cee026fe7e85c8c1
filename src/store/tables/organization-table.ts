import type { Expression, SqlBool } from "kysely";
import { type OrganizationSettings, UNCONFIGURED_ORGANIZATION } from "../../policy/settings.ts";
import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { deleteInstallations } from "./installation-table.ts";
import type { OrganizationOrder } from "./organization-order.ts";
import {
  findServingPartners,
  writePerOrganizationSettings,
  writeServingPartners,
} from "./organization-partner-table.ts";
import {
  type ConfiguredOrganization,
  fromOrganization,
  fromOrganizationSettings,
  toConfiguredOrganization,
} from "./organization-row.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

/** Reads organizations with their settings, in this order and then by id. */
export async function selectOrganizations(
  database: Database,
  conditions: Expression<SqlBool>[],
  { column, direction }: OrganizationOrder,
  max: number,
): Promise<readonly ConfiguredOrganization[]> {
  const rows = await database
    .selectFrom("organizations")
    .selectAll()
    .where((expression) => expression.and(conditions))
    .orderBy(column, direction)
    .orderBy("id", direction)
    .limit(max)
    .execute();
  const serving = await findServingPartners(
    database,
    rows.map((row) => row.id),
  );
  return rows.map((row) => toConfiguredOrganization(row, serving.get(row.id) ?? []));
}

export async function writeOrganization(
  database: Database,
  written: RecordPair<Organization>,
): Promise<void> {
  const { id, before, after } = written;
  if (after === null) {
    await deleteInstallations(database, id);
    const deleted = database.deleteFrom("organizations").where("id", "=", id);
    return expectOneRow((await deleted.executeTakeFirst()).numDeletedRows, "organization", id);
  }
  const columns = fromOrganization(after);
  if (before === null) {
    const unconfigured = fromOrganizationSettings(UNCONFIGURED_ORGANIZATION);
    await database
      .insertInto("organizations")
      .values({ id, ...columns, ...unconfigured })
      .execute();
  } else {
    const updated = database.updateTable("organizations").set(columns).where("id", "=", id);
    expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "organization", id);
  }
  await writeServingPartners(database, id, before, after);
}

export async function writeOrganizationSettings(
  database: Database,
  { id, before, after }: RecordPair<OrganizationSettings>,
): Promise<void> {
  const settings = after ?? UNCONFIGURED_ORGANIZATION;
  const columns = fromOrganizationSettings(settings);
  const updated = database.updateTable("organizations").set(columns).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "organization", id);
  await writePerOrganizationSettings(database, id, before?.partners ?? {}, settings.partners);
}
