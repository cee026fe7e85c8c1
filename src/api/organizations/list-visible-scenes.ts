import type { Matches } from "../../fleet/matching.ts";
import { pageBy } from "../../fleet/page-by.ts";
import type { Instant } from "../../instant.ts";
import type { Scene } from "../../policy/editability.ts";
import type { ListSort } from "../../policy/list-sort.ts";
import type { ListState } from "../../policy/list-state.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import {
  countOrganizations,
  listOrganizationIds,
  listOrganizations,
  type OrganizationPage,
} from "../../store/tables/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Context } from "../context.ts";
import { readPage } from "../pagination.ts";
import {
  databaseSortOf,
  type FleetSort,
  fleetSortOf,
  fromRankEnd,
  isRankEnd,
  type OrganizationSort,
  toRankEnd,
} from "./organization-sort.ts";
import { pageOfMatches } from "./page-of-matches.ts";
import { numberReach, organizationReach } from "./visible-organizations.ts";

/** The filters of a list of organizations that the database knows. */
export interface AskedFilters {
  readonly partnerId?: string | undefined;
  readonly q?: string | undefined;
  /** Any of these states. */
  readonly state?: readonly ListState[] | undefined;
}

/** The filters with the page of the list, and its sort. */
interface AskedScenes extends AskedFilters {
  readonly max: number;
  readonly after?: string | undefined;
  readonly sort?: ListSort;
}

/** A list as one call asks for it. */
interface Visit {
  readonly actor: Actor;
  /** The address of this page. */
  readonly url: string;
  readonly now: Instant;
  /** The organizations that memory lets through, or null for all. */
  readonly matches: Matches | null;
}

/** A page of organizations, and the header with the address of the next one. */
interface ScenePage {
  readonly scenes: readonly Scene[];
  readonly headers: Record<string, string>;
}

type ListContext = Pick<Context, "config" | "cursors" | "store" | "fleet">;

/** The organizations that the actor may see, by name. Refuses `page_malformed`. */
export async function listVisibleScenes(
  context: ListContext,
  { max, after, sort = "name", ...asked }: AskedScenes,
  visit: Visit,
): Promise<Result<ScenePage, Refusal>> {
  const page = { max, after, filters: visibleFilters(visit.actor, asked) };
  const inMemory = fleetSortOf(sort);
  if (inMemory) return listByRank(context, { ...page, sort: inMemory }, visit);
  const inDatabase = databaseSortOf(sort);
  if (!inDatabase) throw new Error(`nobody sorts by ${sort}`);
  return listByColumn(context, { ...page, sort: inDatabase }, visit);
}

/** A page of the list in one of its sorts. */
interface AskedPage<Sort> {
  readonly max: number;
  readonly after: string | undefined;
  readonly filters: ReturnType<typeof visibleFilters>;
  readonly sort: Sort;
}

async function listByColumn(
  context: ListContext,
  { max, after, filters, sort: { order, endOf, isEnd } }: AskedPage<OrganizationSort>,
  { actor, url, matches }: Visit,
): Promise<Result<ScenePage, Refusal>> {
  const page = await readPage(context, { actor, url, query: { max, after } }, isEnd);
  if (!page.ok) return page;
  if (!filters) return ok({ scenes: [], headers: {} });
  const asked = { ...filters, order, max, after: page.value.after };
  const scenes = matches
    ? await pageOfMatches(context, asked, matches, endOf)
    : await listOrganizations(context.store.database, asked);
  const ends = scenes.map(({ organization }) => endOf(organization));
  return ok({ scenes, headers: await page.value.nextLink(ends) });
}

/** The same in an order of memory; the fleet must have caught up. Searches and states are looked up in the database. */
async function listByRank(
  context: ListContext,
  { max, after, filters, sort: { order, direction } }: AskedPage<FleetSort>,
  { actor, url, matches, now }: Visit,
): Promise<Result<ScenePage, Refusal>> {
  const page = await readPage(context, { actor, url, query: { max, after } }, (name) =>
    isRankEnd(order, name),
  );
  if (!page.ok) return page;
  if (!filters) return ok({ scenes: [], headers: {} });
  const { database } = context.store;
  const { partnerId, ids } = filters;
  const isIn = await membershipOf(context, filters, matches);
  const from = page.value.after ? fromRankEnd(order, page.value.after) : null;
  const asked = { part: { partnerId, ids }, isIn, direction, after: from, max };
  const found = await pageBy(order, context.fleet, asked, { now });
  const scenes = await listOrganizations(database, { ...filters, ids: found.map(({ id }) => id), max });
  const byId = new Map(scenes.map((scene) => [scene.organization.id, scene]));
  return ok({
    scenes: found.flatMap(({ id }) => byId.get(id) ?? []),
    headers: await page.value.nextLink(found.map((end) => toRankEnd(order, end))),
  });
}

/** Whether an organization, by its number, is within the filters beside the part; null if there are none. */
async function membershipOf(
  { store, fleet }: ListContext,
  filters: NonNullable<ReturnType<typeof visibleFilters>>,
  matches: Matches | null,
): Promise<((organization: number) => boolean) | null> {
  const { q, states } = filters;
  if (!q && !states) return matches && ((organization) => matches.has(organization));
  const ids = await listOrganizationIds(store.database, filters);
  const numbers = new Set(ids.map((id) => fleet.numberOf(id)));
  return (organization) => numbers.has(organization) && (!matches || matches.has(organization));
}

/**
 * The number of organizations on all pages together. It comes from memory, which must have caught up, unless names are
 * searched.
 */
export async function countVisibleScenes(
  { store, fleet }: Pick<Context, "store" | "fleet">,
  asked: AskedFilters,
  { actor, matches }: Pick<Visit, "actor" | "matches">,
): Promise<number> {
  const filters = visibleFilters(actor, asked);
  if (!filters) return 0;
  const { partnerId, ids, q, states } = filters;
  if (matches) {
    if (!q && !states) return matches.organizations;
    const found = await listOrganizationIds(store.database, filters);
    return found.filter((id) => matches.has(fleet.numberOf(id))).length;
  }
  if (ids || q || states) return countOrganizations(store.database, filters);
  return partnerId === undefined ? fleet.organizationCount : fleet.countServedBy(partnerId);
}

/** The filters limited to the actor's subtree, or null if another partner's organizations are asked for. */
export function visibleFilters(
  actor: Actor,
  { partnerId, q, state }: AskedFilters,
): Pick<OrganizationPage, "partnerId" | "ids" | "q" | "numbers" | "states"> | null {
  const reach = organizationReach(actor);
  const served = reach.partnerId ?? partnerId;
  if (partnerId !== undefined && partnerId !== served) return null;
  return { ...reach, partnerId: served, q, numbers: numberReach(actor), states: state };
}
