import { KeepQuery } from "../../contract/credential.ts";
import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { keepInQuery } from "../credentials/keep.ts";
import { endpoint } from "../endpoint.ts";

export const deletePartner = endpoint({
  method: "DELETE",
  path: "/v1/partners/:id",
  summary: "Remove a partner that serves no organization any more, with its people and tokens",
  params: IdParams,
  entity: "partner",
  query: KeepQuery,
  asksForProof: "to_keep",
  handle: ({ actor, params: { id }, query }, context) => {
    const command = { kind: "delete_partner", id, keep: keepInQuery(query) } as const;
    return perform(context, actor, command, () => undefined);
  },
});
