import type { Expression, Selectable, SqlBool } from "kysely";
import { formatInstant } from "../../instant.ts";
import { type OrganizationSettings, UNCONFIGURED_ORGANIZATION } from "../../policy/settings.ts";
import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { deleteInstallations } from "./installation-table.ts";
import type { OrganizationOrder } from "./organization-order.ts";
import {
  findServingPartners,
  toPartnerWords,
  writePartnerWords,
  writeServingPartners,
} from "./organization-partner-table.ts";
import type { OrganizationPartnerRow, OrganizationRow } from "./rows.ts";
import { fromWord, toWord } from "./schedule-columns.ts";
import { searchKey } from "./search-key.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

export interface ConfiguredOrganization {
  readonly organization: Organization;
  readonly settings: OrganizationSettings;
}

/** Reads organizations with what is set for them, in this order and then in that of their ids. */
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

function toConfiguredOrganization(
  row: Selectable<OrganizationRow>,
  serving: readonly Selectable<OrganizationPartnerRow>[],
): ConfiguredOrganization {
  const partnerIds = serving.map((one) => one.partner_id).sort();
  return {
    organization: { id: row.id, name: row.name, partnerIds, createdAt: row.created_at },
    settings: { own: toWord(row), partners: toPartnerWords(serving), legacy: toLegacy(row) },
  };
}

function toLegacy(row: Selectable<OrganizationRow>): OrganizationSettings["legacy"] {
  const { legacy_frequency: frequency, legacy_weeks: weeks, legacy_set_at: setAt } = row;
  return frequency === null || weeks === null || setAt === null ? null : { frequency, weeks, setAt };
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
  await writeServingPartners(database, id, before?.partnerIds ?? [], after.partnerIds);
}

export async function writeOrganizationSettings(
  database: Database,
  { id, before, after }: RecordPair<OrganizationSettings>,
): Promise<void> {
  const settings = after ?? UNCONFIGURED_ORGANIZATION;
  const columns = fromOrganizationSettings(settings);
  const updated = database.updateTable("organizations").set(columns).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "organization", id);
  await writePartnerWords(database, id, before?.partners ?? {}, settings.partners);
}

export function fromOrganization({ name, createdAt }: Organization) {
  return { name, name_key: searchKey(name), created_at: formatInstant(createdAt) };
}

export function fromOrganizationSettings({ own, legacy }: OrganizationSettings) {
  return {
    ...fromWord(own),
    legacy_frequency: legacy?.frequency ?? null,
    legacy_weeks: legacy?.weeks ?? null,
    legacy_set_at: legacy ? formatInstant(legacy.setAt) : null,
  };
}
