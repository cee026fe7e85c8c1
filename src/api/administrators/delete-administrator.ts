import { findReachedAdministrator } from "../../commands/people/find-reached-administrator.ts";
import { refuseLastVendor } from "../../commands/people/refuse-last-vendor.ts";
import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteAdministrator = endpoint({
  method: "DELETE",
  path: "/v1/administrators/:id",
  summary: "Remove an administrator; all sessions end",
  params: IdParams,
  entity: "administrator",
  handle: async ({ actor, params: { id } }, context) => {
    if (!may(actor, "manage_administrators")) return notAllowed("remove administrators");
    return change(context, actor, async (transaction) => {
      const before = await findReachedAdministrator(transaction.database, actor, id);
      if (!before) return notFound("administrator");
      const replaceable = await refuseLastVendor(transaction.database, before, null);
      if (!replaceable.ok) return replaceable;
      const action = "delete_administrator";
      await transaction.record({ subject: "administrator", id, action, before, after: null });
      return ok(undefined);
    });
  },
});
