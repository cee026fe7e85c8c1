import { KeepQuery } from "../../contract/credential.ts";
import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { keepInQuery } from "../credentials/keep.ts";
import { endpoint } from "../endpoint.ts";

export const deleteToken = endpoint({
  method: "DELETE",
  path: "/v1/tokens/:id",
  summary: "Revoke a token",
  params: IdParams,
  query: KeepQuery,
  asksForProof: "to_keep",
  handle: ({ actor, params: { id }, query }, context) => {
    const command = { kind: "revoke_token", id, keep: keepInQuery(query) } as const;
    return perform(context, actor, command, () => undefined);
  },
});
