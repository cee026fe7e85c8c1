import type { OrganizationSettings } from "../../policy/settings.ts";
import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { insertMany, updateMany } from "./insert-many.ts";
import { fromCustomerNumber, fromPerOrganizationSettings } from "./organization-partner-row.ts";
import { isUnset } from "./organization-partner-table.ts";
import { fromOrganization, fromOrganizationSettings } from "./organization-row.ts";
import { lineupsOfNew, refreshLineups } from "./partner-lineup.ts";
import type { RecordPair } from "./write-row.ts";

/** Writes many new organizations at once, with the partners that serve them; gives false if not all of them are new. */
export async function insertOrganizations(
  database: Database,
  all: readonly RecordPair<Organization>[],
): Promise<boolean> {
  const fresh = all.flatMap(({ before, after }) => (before === null && after ? [after] : []));
  if (fresh.length < all.length) return false;
  const lineups = await lineupsOfNew(
    database,
    fresh.map(({ partnerIds }) => partnerIds),
  );
  const rows = fresh.map((one, place) => {
    return { id: one.id, ...fromOrganization(one), lineup_id: lineups[place] };
  });
  await insertMany(database, "organizations", rows);
  const serving = fresh.flatMap(({ id, partnerIds, customerNumbers }) =>
    partnerIds.map((partner_id) => ({
      organization_id: id,
      partner_id,
      ...fromCustomerNumber(customerNumbers[partner_id]),
    })),
  );
  await insertMany(database, "organization_partners", serving);
  return true;
}

/** Writes the settings of many organizations at once; gives false if one of them comes twice, or goes back to unset. */
export async function writeManyOrganizationSettings(
  database: Database,
  all: readonly RecordPair<OrganizationSettings>[],
): Promise<boolean> {
  const isOnce = new Set(all.map(({ id }) => id)).size === all.length;
  const rows = all.flatMap(({ id, after }) =>
    after ? [{ id, ...fromOrganizationSettings(after), set_by: after.own?.setBy ?? null }] : [],
  );
  if (!isOnce || rows.length < all.length) return false;
  const changed = await updateMany(database, "organizations", rows);
  if (changed !== BigInt(all.length)) throw new Error(`${changed} organizations changed of ${all.length}`);
  await writeManyPerOrganizationSettings(database, all);
  return true;
}

/** Writes what partners set; only a partner that serves can have set anything. */
async function writeManyPerOrganizationSettings(
  database: Database,
  all: readonly RecordPair<OrganizationSettings>[],
): Promise<void> {
  const rows = all.flatMap(({ id, before, after }) => changedSettings(id, before?.partners, after?.partners));
  const keys = ["organization_id", "partner_id"];
  const changed = await updateMany(database, "organization_partners", rows, keys);
  if (changed !== BigInt(rows.length)) {
    throw new Error(`${changed} words of serving partners changed of ${rows.length}`);
  }
  await refreshLineups(database, [...new Set(rows.map((row) => row.organization_id))]);
}

type SettingsByPartner = OrganizationSettings["partners"];

function changedSettings(
  organization_id: string,
  before: SettingsByPartner = {},
  after: SettingsByPartner = {},
) {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((partner_id) => {
    const settings = after[partner_id];
    if (isUnset(settings)) throw new Error(`partner ${partner_id} has an entry and said nothing`);
    if (JSON.stringify(settings) === JSON.stringify(before[partner_id])) return [];
    const set_by = settings?.schedule?.setBy ?? null;
    return [{ organization_id, partner_id, ...fromPerOrganizationSettings(settings), set_by }];
  });
}
