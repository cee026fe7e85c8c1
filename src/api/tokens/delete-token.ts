import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteToken = endpoint({
  method: "DELETE",
  path: "/v1/tokens/:id",
  summary: "Revoke a token",
  params: IdParams,
  handle: ({ actor, params: { id } }, context) => perform(context, actor, { kind: "revoke_token", id }),
});
