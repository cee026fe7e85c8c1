import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deletePartner = endpoint({
  method: "DELETE",
  path: "/v1/partners/:id",
  summary: "Remove a partner that serves no organization any more, with its people and tokens",
  params: IdParams,
  entity: "partner",
  handle: ({ actor, params: { id } }, context) => perform(context, actor, { kind: "delete_partner", id }),
});
