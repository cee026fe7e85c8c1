import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteOrganization = endpoint({
  method: "DELETE",
  path: "/v1/organizations/:id",
  summary:
    "Remove an organization with its users, people and tokens; its installations are then unknown (R21)",
  params: IdParams,
  entity: "organization",
  handle: ({ actor, params: { id } }, context) =>
    perform(context, actor, { kind: "delete_organization", id }),
});
