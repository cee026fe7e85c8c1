import type { OrganizationSettings } from "../../policy/settings.ts";
import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { insertMany, updateMany } from "./insert-many.ts";
import { fromPartnerWord } from "./organization-partner-row.ts";
import { isSilent } from "./organization-partner-table.ts";
import { fromOrganization, fromOrganizationSettings } from "./organization-row.ts";
import { refreshLineups } from "./partner-lineup.ts";
import type { RecordPair } from "./write-row.ts";

/** Writes many new organizations at once, with the partners that serve them; false: not all of them are new. */
export async function insertOrganizations(
  database: Database,
  all: readonly RecordPair<Organization>[],
): Promise<boolean> {
  const fresh = all.flatMap(({ before, after }) => (before === null && after ? [after] : []));
  if (fresh.length < all.length) return false;
  const rows = fresh.map((one) => ({ id: one.id, ...fromOrganization(one) }));
  await insertMany(database, "organizations", rows);
  const serving = fresh.flatMap(({ id, partnerIds }) =>
    partnerIds.map((partner_id) => ({ organization_id: id, partner_id })),
  );
  await insertMany(database, "organization_partners", serving);
  await refreshLineups(
    database,
    rows.map(({ id }) => id),
  );
  return true;
}

/** Writes the settings of many organizations at once; false: one of them comes twice, or goes back to unset. */
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
  await writeManyWords(database, all);
  return true;
}

/** Only one that serves can have said anything. */
async function writeManyWords(
  database: Database,
  all: readonly RecordPair<OrganizationSettings>[],
): Promise<void> {
  const rows = all.flatMap(({ id, before, after }) => changedWords(id, before?.partners, after?.partners));
  const keys = ["organization_id", "partner_id"];
  const changed = await updateMany(database, "organization_partners", rows, keys);
  if (changed !== BigInt(rows.length)) {
    throw new Error(`${changed} words of serving partners changed of ${rows.length}`);
  }
  await refreshLineups(database, [...new Set(rows.map((row) => row.organization_id))]);
}

type Words = OrganizationSettings["partners"];

function changedWords(organization_id: string, before: Words = {}, after: Words = {}) {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((partner_id) => {
    const word = after[partner_id];
    if (isSilent(word)) throw new Error(`partner ${partner_id} has an entry and said nothing`);
    if (JSON.stringify(word) === JSON.stringify(before[partner_id])) return [];
    const set_by = word?.schedule?.setBy ?? null;
    return [{ organization_id, partner_id, ...fromPartnerWord(word), set_by }];
  });
}
