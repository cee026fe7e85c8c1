import { AdministratorList, AdministratorListQuery } from "../../contract/administrator.ts";
import { ok } from "../../result.ts";
import { listAdministrators } from "../../store/tables/administrator-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { nextLink, readPageEnd } from "../pagination.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";

export const getAdministrators = endpoint({
  method: "GET",
  path: "/v1/administrators",
  summary: "The administrators of one's own subtree, by name",
  query: AdministratorListQuery,
  answer: AdministratorList,
  handle: async ({ actor, query, reply, url }, context) => {
    if (!may(actor, "manage_administrators")) return notAllowed("see administrators");
    const after = readPageEnd(query.after);
    if (!after.ok) return after;
    const page = { max: query.max, q: query.q, after: after.value };
    const found = await listAdministrators(context.store.database, actor, page);
    const ends = found.map(({ id, displayName }) => ({ id, name: displayName }));
    reply.headers(nextLink(url, query.max, ends));
    return ok({ items: found.map(toAdministratorAnswer) });
  },
});
