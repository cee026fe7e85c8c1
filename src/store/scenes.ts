import { type Expression, type SqlBool, sql } from "kysely";
import type { Scene } from "../policy/editability.ts";
import type { ListState } from "../policy/list-state.ts";
import type { Database } from "./database.ts";
import { isInListState } from "./list-state.ts";
import { idIsOneOf, type NamePage, namePageConditions } from "./name-page.ts";
import { type ConfiguredOrganization, selectOrganizations } from "./organization-table.ts";
import { listPartners } from "./partner-table.ts";

const BATCH = 5_000;

/** An organization with all that a change of its settings looks at; null: there is none with this id. */
export async function findScene(database: Database, organizationId: string): Promise<Scene | null> {
  const [scene] = await listOrganizations(database, { ids: [organizationId], max: 1 });
  return scene ?? null;
}

export interface OrganizationPage extends NamePage {
  /** Only those that this partner serves. */
  readonly partnerId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly state?: ListState | undefined;
}

/** Organizations by name, each with its partners in the order of their ids. */
export async function listOrganizations(
  database: Database,
  page: OrganizationPage,
): Promise<readonly Scene[]> {
  const conditions = namePageConditions(page);
  if (page.ids) conditions.push(idIsOneOf(page.ids));
  if (page.partnerId !== undefined) conditions.push(isServedBy(page.partnerId));
  if (page.state) conditions.push(isInListState(page.state));
  return toScenes(database, await selectOrganizations(database, conditions, "name_key", page.max));
}

function isServedBy(partnerId: string): Expression<SqlBool> {
  return sql`id in (select organization_id from organization_partners where partner_id = ${partnerId})`;
}

async function toScenes(
  database: Database,
  organizations: readonly ConfiguredOrganization[],
): Promise<readonly Scene[]> {
  const ids = [...new Set(organizations.flatMap(({ organization }) => organization.partnerIds))];
  const partners = await listPartners(database, { ids, max: ids.length });
  const byId = new Map(partners.map((partner) => [partner.partner.id, partner]));
  return organizations.map(({ organization, settings }) => ({
    organization,
    settings,
    partners: organization.partnerIds.flatMap((id) => byId.get(id) ?? []),
  }));
}

/** Every organization with its settings, in batches, in the order of their ids. */
export async function* eachOrganization(
  database: Database,
  batch = BATCH,
): AsyncGenerator<readonly ConfiguredOrganization[]> {
  let after = "";
  for (;;) {
    const found = await selectOrganizations(database, [sql`id > ${after}`], "id", batch);
    const last = found.at(-1);
    if (!last) return;
    yield found;
    after = last.organization.id;
  }
}
