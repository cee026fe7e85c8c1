import type { OrganizationSettings } from "../policy/settings.ts";
import type { Organization } from "../tenancy/organization.ts";
import type { Database } from "./database.ts";
import { type ColumnTypes, insertMany, updateMany } from "./insert-many.ts";
import { fromOrganization, fromOrganizationSettings } from "./organization-table.ts";
import type { Written } from "./write-row.ts";

const ORGANIZATION_TYPES: ColumnTypes = {
  id: "text",
  name: "text",
  name_key: "text",
  created_at: "timestamptz",
};

/** Writes many new organizations at once, with the partners that serve them; false: not all of them are new. */
export async function insertOrganizations(
  database: Database,
  all: readonly Written<Organization>[],
): Promise<boolean> {
  const fresh = all.flatMap(({ before, after }) => (before === null && after ? [after] : []));
  if (fresh.length < all.length) return false;
  const rows = fresh.map((one) => ({ id: one.id, ...fromOrganization(one) }));
  await insertMany(database, "organizations", ORGANIZATION_TYPES, rows);
  const serving = fresh.flatMap(({ id, partnerIds }) =>
    partnerIds.map((partner_id) => ({ organization_id: id, partner_id })),
  );
  const types = { organization_id: "text", partner_id: "text" };
  await insertMany(database, "organization_partners", types, serving);
  return true;
}

const SETTINGS_TYPES: ColumnTypes = {
  id: "text",
  cadence: "text",
  deferral_weeks: "smallint",
  set_by: "jsonb",
  set_at: "timestamptz",
  legacy_frequency: "text",
  legacy_weeks: "double precision",
  legacy_set_at: "timestamptz",
};

/** Writes the settings of many organizations at once; false: some partner's word differs, which has a row of its own. */
export async function writeManyOrganizationSettings(
  database: Database,
  all: readonly Written<OrganizationSettings>[],
): Promise<boolean> {
  const isOnce = new Set(all.map(({ id }) => id)).size === all.length;
  const rows = all.flatMap(({ id, before, after }) => {
    const isSameWords = JSON.stringify(before?.partners ?? {}) === JSON.stringify(after?.partners ?? {});
    if (!after || !isSameWords) return [];
    return [{ id, ...fromOrganizationSettings(after), set_by: after.own?.setBy ?? null }];
  });
  if (!isOnce || rows.length < all.length) return false;
  const changed = await updateMany(database, "organizations", SETTINGS_TYPES, rows);
  if (changed !== BigInt(all.length)) throw new Error(`${changed} organizations changed of ${all.length}`);
  return true;
}
