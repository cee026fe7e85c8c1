import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteUser = endpoint({
  method: "DELETE",
  path: "/v1/users/:id",
  summary: "Remove a user; the installations then follow the organization",
  params: IdParams,
  entity: "user",
  handle: ({ actor, params: { id } }, context) => perform(context, actor, { kind: "delete_user", id }),
});
