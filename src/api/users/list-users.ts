import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { IdParams } from "../../contract/fields.ts";
import { UserList, UserListQuery } from "../../contract/user.ts";
import { ok } from "../../result.ts";
import { listUsers } from "../../store/tables/user-table.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { readPage } from "../pagination.ts";
import { toUserAnswer } from "./user-answer.ts";

export const getUsers = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/users",
  summary: "The users of an organization, by name",
  params: IdParams,
  query: UserListQuery,
  answer: UserList,
  handle: async ({ actor, params, query, reply, url }, context) => {
    const page = await readPage(context, { actor, url, query });
    if (!page.ok) return page;
    const { after, nextLink } = page.value;
    const { database } = context.store;
    if (!(await findVisibleScene(database, actor, params.id))) return notFound("organization");
    const found = await listUsers(database, params.id, {
      max: query.max,
      ...(query.q !== undefined && { q: query.q }),
      ...(after && { after }),
    });
    const users = found.map(({ user }) => user);
    reply.headers(await nextLink(users.map(({ id, displayName }) => ({ id, name: displayName }))));
    const items = found.map(({ user, settings: { allowAutomaticUpgrades } }) => ({
      ...toUserAnswer(user),
      allowAutomaticUpgrades,
    }));
    return ok({ items });
  },
});
