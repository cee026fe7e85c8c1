import { type Expression, type SqlBool, sql } from "kysely";
import type { Scene } from "../../policy/editability.ts";
import { LIST_STATES, type ListState } from "../../policy/list-state.ts";
import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { hasNumber, type NumberReach } from "./customer-numbers.ts";
import { isIn, isInListState } from "./list-state.ts";
import { idIsOneOf, isNamed, type NamePage } from "./name-page.ts";
import { BY_NAME, isAfter, type OrganizationOrder } from "./organization-order.ts";
import { countOrganizationsServedBy } from "./organization-partner-table.ts";
import type { ConfiguredOrganization } from "./organization-row.ts";
import { selectOrganizations } from "./organization-table.ts";
import { findLineups } from "./partner-lineup.ts";
import { listPartners } from "./partner-table.ts";

/** An organization with all that a change of its settings looks at, or null if there is none with this id. */
export async function findScene(database: Database, organizationId: string): Promise<Scene | null> {
  const [scene] = await listOrganizations(database, { ids: [organizationId], max: 1 });
  return scene ?? null;
}

export interface OrganizationPage extends NamePage {
  /** Whose numbers `q` is looked for in, beside the names; null if in nobody's. */
  readonly numbers?: NumberReach | null | undefined;
  /** Only organizations that this partner serves. */
  readonly partnerId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly state?: ListState | undefined;
  /** In any of these states, and also in `state` if that is given. */
  readonly states?: readonly ListState[] | undefined;
  /** By name, ascending, by default. `after` is the end of the previous page in this order. */
  readonly order?: OrganizationOrder | undefined;
}

/** Organizations in the given order, each with its partners ordered by id. */
export async function listOrganizations(
  database: Database,
  page: OrganizationPage,
): Promise<readonly Scene[]> {
  const { order = BY_NAME, after } = page;
  const conditions = await filtersOf(database, page);
  if (after) conditions.push(isAfter(order, after));
  return toScenes(database, await selectOrganizations(database, conditions, order, page.max));
}

/** What an organization is found by in every order. */
export type OrganizationKey = Pick<Organization, "id" | "name" | "createdAt">;

/** The same without their settings and partners. */
export async function listOrganizationKeys(
  database: Database,
  page: OrganizationPage,
): Promise<readonly OrganizationKey[]> {
  const { order = BY_NAME, after } = page;
  const conditions = await filtersOf(database, page);
  if (after) conditions.push(isAfter(order, after));
  const rows = await database
    .selectFrom("organizations")
    .select(["id", "name", "created_at"])
    .where((expression) => expression.and(conditions))
    .orderBy(order.column, order.direction)
    .orderBy("id", order.direction)
    .limit(page.max)
    .execute();
  return rows.map(({ id, name, created_at: createdAt }) => ({ id, name, createdAt }));
}

/** The number of organizations on all pages of a list together. */
export async function countOrganizations(
  database: Database,
  page: Omit<OrganizationPage, "after" | "max" | "order">,
): Promise<number> {
  const conditions = await filtersOf(database, page);
  const { count } = await database
    .selectFrom("organizations")
    .select((expression) => expression.fn.countAll<number>().as("count"))
    .where((expression) => expression.and(conditions))
    .executeTakeFirstOrThrow();
  return count;
}

/** How many organizations there are, and in each state; in one pass. */
export async function countByState(
  database: Database,
  page: Omit<OrganizationPage, "after" | "max" | "order" | "state" | "states">,
): Promise<Readonly<Record<ListState | "total", number>>> {
  const conditions = await filtersOf(database, page);
  const lineups = await findLineups(database, page.partnerId);
  const counts = LIST_STATES.map(
    (state) => sql`count(*) filter (where ${isInListState(state, lineups)})::integer as ${sql.ref(state)}`,
  );
  const isCounted = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const { rows } = await sql<Record<ListState | "total", number>>`
    select count(*)::integer as total, ${sql.join(counts)} from organizations where ${isCounted}`.execute(
    database,
  );
  return rows[0] as Record<ListState | "total", number>;
}

/** The ids of the organizations on all pages of a list together, in no order. */
export async function listOrganizationIds(
  database: Database,
  page: Omit<OrganizationPage, "after" | "max" | "order">,
): Promise<readonly string[]> {
  const conditions = await filtersOf(database, page);
  const rows = await database
    .selectFrom("organizations")
    .select("id")
    .where((expression) => expression.and(conditions))
    .execute();
  return rows.map(({ id }) => id);
}

async function filtersOf(
  database: Database,
  { q, numbers, ids, partnerId, state, states }: Omit<OrganizationPage, "after" | "max" | "order">,
): Promise<Expression<SqlBool>[]> {
  const conditions: Expression<SqlBool>[] = [];
  if (q) conditions.push(numbers ? sql`(${isNamed(q)} or ${hasNumber(q, numbers)})` : isNamed(q));
  if (ids) conditions.push(idIsOneOf(ids));
  const byIds = partnerId === undefined ? null : await isServedByFew(database, partnerId);
  if (byIds) conditions.push(byIds);
  const isLookedUp = partnerId !== undefined && !byIds;
  if (!isLookedUp && !state && !states) return conditions;
  const lineups = await findLineups(database, partnerId);
  if (isLookedUp) conditions.push(isIn(lineups, () => true));
  if (state) conditions.push(isInListState(state, lineups));
  const anyOf = states?.map((one) => isInListState(one, lineups));
  if (anyOf) conditions.push(sql`(${sql.join(anyOf, sql` or `)})`);
  return conditions;
}

/** Up to this many organizations are all scanned, for any search and order; it takes some milliseconds. */
const FEW = 5_000;

/**
 * The condition that the partner serves the organization, for a partner that serves few, or null if it serves many. It
 * names their ids: the planner overestimates their number otherwise, and would scan the organizations of everyone in
 * the order of the list.
 */
async function isServedByFew(database: Database, partnerId: string): Promise<Expression<SqlBool> | null> {
  const count = await countOrganizationsServedBy(database, partnerId);
  if (count > FEW) return null;
  return sql`id = any(array(select organization_id from organization_partners where partner_id = ${partnerId}))`;
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
