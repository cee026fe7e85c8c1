import { SearchAnswer, SearchQuery } from "../../contract/search.ts";
import { ok } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Installation } from "../../store/tables/installation-row.ts";
import { searchInstallations } from "../../store/tables/installations-by-id.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import { searchUsers } from "../../store/tables/user-search.ts";
import { findUsers } from "../../store/tables/user-table.ts";
import type { User } from "../../tenancy/organization.ts";
import { endpoint } from "../endpoint.ts";
import { runningOf } from "../forecast/installation-question.ts";
import { numberReach, organizationReach } from "../organizations/visible-organizations.ts";

/** The most results of each kind. */
const MOST = 10;

export const search = endpoint({
  method: "GET",
  path: "/v1/search",
  summary:
    "Organizations with this in their name or at the beginning of their customer number, users whose name or address has words that begin like this, and installations whose id does",
  query: SearchQuery,
  answer: SearchAnswer,
  handle: async ({ actor, query: { q } }, context) => {
    const { database } = context.store;
    const reach = organizationReach(actor);
    const found = await listOrganizations(database, { ...reach, q, numbers: numberReach(actor), max: MOST });
    const users = await searchUsers(database, reach, q, MOST);
    const installations = await searchInstallations(database, reach, q, MOST);
    const owners = await namesOf(database, reach, [...users, ...installations]);
    const theirs = await usersOf(database, installations);
    return ok({
      organizations: found.map(({ organization: { id, name } }) => ({ id, name })),
      users: users.map(({ id, displayName, email, organizationId }) => {
        return { id, displayName, email, organizationId, organizationName: owners.get(organizationId) ?? "" };
      }),
      installations: installations.map((one) => toFoundInstallation(one, owners, theirs)),
    });
  },
});

/** The names of the organizations that results belong to, by id. */
async function namesOf(
  database: Database,
  { partnerId }: ReturnType<typeof organizationReach>,
  found: readonly { readonly organizationId: string }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(found.map(({ organizationId }) => organizationId))];
  const owners = await listOrganizations(database, { ids, partnerId, max: ids.length });
  return new Map(owners.map(({ organization: { id, name } }) => [id, name]));
}

/** The users of installations, by id. */
async function usersOf(
  database: Database,
  installations: readonly Installation[],
): Promise<ReadonlyMap<string, User>> {
  const ids = installations.flatMap(({ userId }) => (userId === null ? [] : [userId]));
  const users = await findUsers(database, [...new Set(ids)]);
  return new Map(users.map(({ user }) => [user.id, user]));
}

function toFoundInstallation(
  installation: Installation,
  owners: ReadonlyMap<string, string>,
  users: ReadonlyMap<string, User>,
) {
  const { id, organizationId, userId, platform, arch, lastAskedAt } = installation;
  const user = userId === null ? undefined : users.get(userId);
  return {
    installation: id,
    organizationId,
    organizationName: owners.get(organizationId) ?? "",
    user: user ? { id: user.id, displayName: user.displayName } : null,
    platform,
    arch,
    version: runningOf(installation),
    lastAskedAt,
  };
}
