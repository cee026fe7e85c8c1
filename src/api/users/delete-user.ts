import { findVisibleUser } from "../../commands/users/find-visible-user.ts";
import { recordUserRemoval } from "../../commands/users/record-user-removal.ts";
import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteUser = endpoint({
  method: "DELETE",
  path: "/v1/users/:id",
  summary: "Remove a user; the installations then follow the organization",
  params: IdParams,
  entity: "user",
  handle: async ({ actor, params: { id } }, context) =>
    change(context, actor, async (transaction) => {
      const found = await findVisibleUser(transaction.database, actor, id);
      if (!found) return notFound("user");
      if (!may(actor, "manage_users")) return notAllowed("remove users");
      await recordUserRemoval(transaction, found, "delete_user");
      return ok(undefined);
    }),
});
