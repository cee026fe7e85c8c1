import { OrganizationCounts, OrganizationCountsQuery } from "../../contract/organization.ts";
import { countAttention } from "../../fleet/attention.ts";
import { inSlices } from "../../fleet/in-slices.ts";
import type { CountedPart } from "../../fleet/standing-counts.ts";
import { ok } from "../../result.ts";
import { countByState, listOrganizationIds, type OrganizationPage } from "../../store/tables/scenes.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import { visibleFilters } from "./list-visible-scenes.ts";

export const getOrganizationCounts = endpoint({
  method: "GET",
  path: "/v1/organizations/counts",
  summary:
    "How many customer organizations one may see, how many are in each state, and how many have installations that deserve attention",
  query: OrganizationCountsQuery,
  answer: OrganizationCounts,
  handle: async ({ actor, query, now }, context) => {
    const filters = visibleFilters(actor, query) ?? { ids: [] };
    const { total, ...states } = await countByState(context.store.database, filters);
    await context.follower.catchUp();
    await context.census.catchUp();
    const part = await partOf(context, filters);
    const counted = context.fleet.countedAt(now);
    const stuck = await context.stuck.countIn(part, counted);
    return ok({ total, states, ...(await inSlices(countAttention(counted, part, stuck))) });
  },
});

/** The organizations within the filters, for memory, which knows no names. */
async function partOf(
  { store }: Pick<Context, "store">,
  filters: Pick<OrganizationPage, "partnerId" | "ids" | "q">,
): Promise<CountedPart> {
  const { partnerId, ids, q } = filters;
  return { partnerId, ids: q ? await listOrganizationIds(store.database, filters) : ids };
}
