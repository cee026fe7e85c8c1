import { TufRootList } from "../../contract/tuf.ts";
import { ok } from "../../result.ts";
import { listTufRoots } from "../../store/tables/tuf-root-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { showActors } from "../actors/show-actors.ts";
import { endpoint } from "../endpoint.ts";

export const getTufRoots = endpoint({
  method: "GET",
  path: "/v1/tuf/roots",
  summary: "Every version of the root of TUF, the oldest first; for the vendor",
  answer: TufRootList,
  handle: async ({ actor }, context) => {
    if (!may(actor, "manage_catalog")) return notAllowed("see the roots of TUF");
    const { database } = context.store;
    const roots = await listTufRoots(database);
    const makers = roots.map(({ addedBy }) => addedBy);
    const show = await showActors(context, database, actor, makers);
    return ok({ items: roots.map((root) => ({ ...root, addedBy: show(root.addedBy) })) });
  },
});
