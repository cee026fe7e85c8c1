import type { OrganizationSortName } from "../../contract/organization.ts";
import type { Scene } from "../../policy/editability.ts";
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
import { fromNextEnd, isNextEnd, SORTS, toNextEnd } from "./organization-sort.ts";
import { organizationReach } from "./visible-organizations.ts";

/** The filters of a list of organizations. */
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
  readonly sort?: OrganizationSortName;
}

/** A page of organizations, and the header with the address of the next one. */
interface ScenePage {
  readonly scenes: readonly Scene[];
  readonly headers: Record<string, string>;
}

/** The organizations that the actor may see, by name; `url` is the address of this page. Refuses `page_malformed`. */
export async function listVisibleScenes(
  context: Pick<Context, "config" | "cursors" | "store" | "fleet" | "now">,
  actor: Actor,
  { max, after, sort = "name", ...asked }: AskedScenes,
  url: string,
): Promise<Result<ScenePage, Refusal>> {
  if (sort === "next" || sort === "-next") {
    const direction = sort === "next" ? "asc" : "desc";
    return listByNext(context, actor, { max, after, direction, filters: visibleFilters(actor, asked) }, url);
  }
  const { order, endOf, isEnd } = SORTS[sort];
  const page = await readPage(context, { actor, url, query: { max, after } }, isEnd);
  if (!page.ok) return page;
  const filters = visibleFilters(actor, asked);
  if (!filters) return ok({ scenes: [], headers: {} });
  const { database } = context.store;
  const scenes = await listOrganizations(database, { ...filters, order, max, after: page.value.after });
  const ends = scenes.map(({ organization }) => endOf(organization));
  return ok({ scenes, headers: await page.value.nextLink(ends) });
}

/** A page of the list by what comes next. */
interface AskedByNext {
  readonly max: number;
  readonly after: string | undefined;
  readonly direction: "asc" | "desc";
  readonly filters: ReturnType<typeof visibleFilters>;
}

/** R56: the same by what comes next; the fleet must have caught up. Searches and states are looked up in the database. */
async function listByNext(
  context: Pick<Context, "config" | "cursors" | "store" | "fleet" | "now">,
  actor: Actor,
  { max, after, direction, filters }: AskedByNext,
  url: string,
): Promise<Result<ScenePage, Refusal>> {
  const page = await readPage(context, { actor, url, query: { max, after } }, isNextEnd);
  if (!page.ok) return page;
  if (!filters) return ok({ scenes: [], headers: {} });
  const { database } = context.store;
  const { partnerId, ids, q, states } = filters;
  const only = q || states ? new Set(await listOrganizationIds(database, filters)) : null;
  const from = page.value.after ? fromNextEnd(page.value.after) : null;
  const asked = { part: { partnerId, ids }, only, direction, after: from, max };
  const found = await context.fleet.pageByNext(asked, context.now());
  const scenes = await listOrganizations(database, { ...filters, ids: found.map(({ id }) => id), max });
  const byId = new Map(scenes.map((scene) => [scene.organization.id, scene]));
  return ok({
    scenes: found.flatMap(({ id }) => byId.get(id) ?? []),
    headers: await page.value.nextLink(found.map(toNextEnd)),
  });
}

/**
 * The number of organizations on all pages together. It comes from memory, which must have caught up, unless names are
 * searched.
 */
export async function countVisibleScenes(
  { store, fleet }: Pick<Context, "store" | "fleet">,
  actor: Actor,
  asked: AskedFilters,
): Promise<number> {
  const filters = visibleFilters(actor, asked);
  if (!filters) return 0;
  const { partnerId, ids, q, states } = filters;
  if (ids || q || states) return countOrganizations(store.database, filters);
  return partnerId === undefined ? fleet.organizationCount : fleet.countServedBy(partnerId);
}

/** The filters limited to the actor's subtree, or null if another partner's organizations are asked for. */
export function visibleFilters(
  actor: Actor,
  { partnerId, q, state }: AskedFilters,
): Pick<OrganizationPage, "partnerId" | "ids" | "q" | "states"> | null {
  const reach = organizationReach(actor);
  const served = reach.partnerId ?? partnerId;
  if (partnerId !== undefined && partnerId !== served) return null;
  return { ...reach, partnerId: served, q, states: state };
}
