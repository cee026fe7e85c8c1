import type { z } from "zod";
import { CHECK, InstallationSearch, InstallationSearchQuery } from "../../contract/adoption.ts";
import { inSlices } from "../../fleet/in-slices.ts";
import { type FleetFilter, findMatches, type Matches } from "../../fleet/matching.ts";
import type { CountedPart } from "../../fleet/standing-counts.ts";
import { addDays } from "../../instant.ts";
import { STUCK_DAYS } from "../../policy/stuck.ts";
import { err, ok } from "../../result.ts";
import { listOrganizationKeys } from "../../store/tables/scenes.ts";
import { countUpdaters } from "../../store/tables/updater-counts.ts";
import { notFound } from "../../tenancy/refusals.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import { toInstallationFilter } from "../organizations/asked-filters.ts";
import { withStuck } from "../organizations/find-matches.ts";
import { PAGE_MALFORMED, readPage } from "../pagination.ts";
import { scopeOf } from "./adoption-scope.ts";
import { toInstallationAnswer } from "./installation-answer.ts";
import { type InstallationEnd, pageOfInstallations } from "./page-of-installations.ts";

type Asked = z.output<typeof InstallationSearchQuery>;

export const searchInstallations = endpoint({
  method: "GET",
  path: "/v1/installations",
  summary:
    "The installations of one's subtree, by the names of their organizations: what each runs, when it last asked, and its verdict",
  query: InstallationSearchQuery,
  answer: InstallationSearch,
  handle: async ({ actor, query, reply, url, now }, context) => {
    const page = await readPage(context, { actor, url, query });
    if (!page.ok) return page;
    const scope = await scopeOf(context.store.database, actor, query);
    if (!scope) return notFound(query.organizationId === undefined ? "partner" : "organization");
    await context.follower.catchUp();
    await context.census.catchUp();
    const updater = query.updater === CHECK ? null : query.updater;
    const installations = toInstallationFilter(query, updater);
    const asked = { filter: { installations }, stuck: query.stuck, now };
    const filter = await withStuck(context, scope, asked);
    const matches = await inSlices(findMatches(context.fleet.countedAt(now), scope, filter));
    const after = await endOf(context, page.value.after);
    if (after === "gone") return err(PAGE_MALFORMED);
    const since = query.stuck ? addDays(now, -STUCK_DAYS) : undefined;
    const found = await pageOfInstallations(context, {
      part: scope,
      filter,
      matches,
      now,
      updater,
      since,
      after,
      max: query.max,
    });
    reply.headers(
      await page.value.nextLink(found.map(({ row }) => ({ name: row.id, id: row.organizationId }))),
    );
    const items = found.map(({ row, organizationName }) => ({
      ...toInstallationAnswer(context, row, now),
      organizationId: row.organizationId,
      organizationName,
    }));
    if (!query.count) return ok({ items });
    const total = await totalOf(context, scope, query, { filter, matches });
    return ok(total === undefined ? { items } : { items, total });
  },
});

/** Where a page ended: behind an installation of an organization, which may have been removed since. */
async function endOf(
  { store }: Pick<Context, "store">,
  after: { readonly name: string; readonly id: string } | undefined,
): Promise<InstallationEnd | "gone" | undefined> {
  if (!after) return undefined;
  const [organization] = await listOrganizationKeys(store.database, { ids: [after.id], max: 1 });
  return organization ? { organization, installation: after.name } : "gone";
}

/** The number on all pages together. By protocol the database counts, and only all of a part. */
async function totalOf(
  { store }: Pick<Context, "store">,
  part: CountedPart,
  { updater, ...asked }: Asked,
  { filter, matches }: { readonly filter: FleetFilter; readonly matches: Matches },
): Promise<number | undefined> {
  if (updater === undefined) return matches.installations;
  if (toInstallationFilter(asked) || filter.stuck) return undefined;
  const counts = await countUpdaters(store.database, part);
  if (updater !== CHECK) return counts.find((one) => one.updater === updater)?.installations ?? 0;
  return Math.max(0, matches.installations - counts.reduce((sum, one) => sum + one.installations, 0));
}
