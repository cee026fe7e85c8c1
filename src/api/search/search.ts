import { SearchAnswer, SearchQuery } from "../../contract/search.ts";
import { ok } from "../../result.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import { searchUsers } from "../../store/tables/user-search.ts";
import { endpoint } from "../endpoint.ts";
import { organizationReach } from "../organizations/visible-organizations.ts";

/** The most results of each kind. */
const MOST = 10;

export const search = endpoint({
  method: "GET",
  path: "/v1/search",
  summary:
    "Organizations with this in their name, and users whose name or address has words that begin like this",
  query: SearchQuery,
  answer: SearchAnswer,
  handle: async ({ actor, query: { q } }, context) => {
    const { database } = context.store;
    const reach = organizationReach(actor);
    const found = await listOrganizations(database, { ...reach, q, max: MOST });
    const users = await searchUsers(database, reach, q, MOST);
    const ids = users.map(({ organizationId }) => organizationId);
    const owners = await listOrganizations(database, { ids, partnerId: reach.partnerId, max: MOST });
    const names = new Map(owners.map(({ organization: { id, name } }) => [id, name]));
    return ok({
      organizations: found.map(({ organization: { id, name } }) => ({ id, name })),
      users: users.map(({ id, displayName, email, organizationId }) => {
        return { id, displayName, email, organizationId, organizationName: names.get(organizationId) ?? "" };
      }),
    });
  },
});
