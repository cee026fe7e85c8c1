import { KeepQuery } from "../../contract/credential.ts";
import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { keepInQuery } from "../credentials/keep.ts";
import { endpoint } from "../endpoint.ts";

export const deleteAdministrator = endpoint({
  method: "DELETE",
  path: "/v1/administrators/:id",
  summary: "Remove an administrator; all sessions end",
  params: IdParams,
  entity: "administrator",
  query: KeepQuery,
  asksForProof: true,
  handle: ({ actor, params: { id }, query }, context) => {
    const command = { kind: "delete_administrator", id, keep: keepInQuery(query) } as const;
    return perform(context, actor, command, () => undefined);
  },
});
