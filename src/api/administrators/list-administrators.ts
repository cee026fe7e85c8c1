import { AdministratorList, AdministratorListQuery } from "../../contract/administrator.ts";
import { ok } from "../../result.ts";
import { listAdministrators } from "../../store/tables/administrator-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { readPage } from "../pagination.ts";
import { toAdministratorAnswers } from "./administrator-answer.ts";

export const getAdministrators = endpoint({
  method: "GET",
  path: "/v1/administrators",
  summary: "The administrators of one's own subtree, or of one level, partner or organization in it, by name",
  query: AdministratorListQuery,
  answer: AdministratorList,
  handle: async ({ actor, query, reply, url }, context) => {
    if (!may(actor, "manage_administrators")) return notAllowed("see administrators");
    const page = await readPage(context, { actor, url, query });
    if (!page.ok) return page;
    const { after, nextLink } = page.value;
    const found = await listAdministrators(context.store.database, actor, { ...query, after });
    const ends = found.map(({ id, displayName }) => ({ id, name: displayName }));
    reply.headers(await nextLink(ends));
    return ok({ items: await toAdministratorAnswers(context.store.database, found) });
  },
});
