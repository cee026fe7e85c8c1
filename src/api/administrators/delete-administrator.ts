import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteAdministrator = endpoint({
  method: "DELETE",
  path: "/v1/administrators/:id",
  summary: "Remove an administrator; all sessions end",
  params: IdParams,
  entity: "administrator",
  handle: ({ actor, params: { id } }, context) =>
    perform(context, actor, { kind: "delete_administrator", id }),
});
