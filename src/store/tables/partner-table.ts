import type { ConfiguredPartner } from "../../policy/editability.ts";
import { type PartnerSettings, UNCONFIGURED_PARTNER } from "../../policy/settings.ts";
import type { Partner } from "../../tenancy/partner.ts";
import type { Database } from "../database.ts";
import { idIsOneOf, type NamePage, namePageConditions } from "./name-page.ts";
import { fromPartner, fromPartnerSettings, toConfiguredPartner } from "./partner-row.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

export async function findPartner(database: Database, id: string): Promise<ConfiguredPartner | null> {
  const [partner] = await listPartners(database, { ids: [id], max: 1 });
  return partner ?? null;
}

/** Partners by name; `ids` limits the list to these. */
export async function listPartners(
  database: Database,
  page: NamePage & { readonly ids?: readonly string[] | undefined },
): Promise<readonly ConfiguredPartner[]> {
  const conditions = namePageConditions(page);
  if (page.ids) conditions.push(idIsOneOf(page.ids));
  const rows = await database
    .selectFrom("partners")
    .selectAll()
    .where((expression) => expression.and(conditions))
    .orderBy("name_key")
    .orderBy("id")
    .limit(page.max)
    .execute();
  return rows.map(toConfiguredPartner);
}

export async function writePartner(database: Database, written: RecordPair<Partner>): Promise<void> {
  const { id, before, after } = written;
  if (after === null) {
    const { numDeletedRows } = await database.deleteFrom("partners").where("id", "=", id).executeTakeFirst();
    return expectOneRow(numDeletedRows, "partner", id);
  }
  const columns = fromPartner(after);
  if (before === null) {
    const unconfigured = fromPartnerSettings(UNCONFIGURED_PARTNER);
    await database
      .insertInto("partners")
      .values({ id, ...columns, ...unconfigured })
      .execute();
    return;
  }
  const updated = database.updateTable("partners").set(columns).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "partner", id);
}

export async function writePartnerSettings(
  database: Database,
  { id, after }: RecordPair<PartnerSettings>,
): Promise<void> {
  const columns = fromPartnerSettings(after ?? UNCONFIGURED_PARTNER);
  const updated = database.updateTable("partners").set(columns).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "partner", id);
}
