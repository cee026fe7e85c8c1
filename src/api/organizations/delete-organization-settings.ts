import { IdParams } from "../../contract/fields.ts";
import { OrganizationSettingsAnswer } from "../../contract/organization.ts";
import { endpoint } from "../endpoint.ts";
import { changeSettings } from "./change-settings.ts";

export const deleteOrganizationSettings = endpoint({
  method: "DELETE",
  path: "/v1/organizations/:id/release-settings",
  summary: "Return an organization to what it inherits (R9)",
  params: IdParams,
  entity: "organization_settings",
  answer: OrganizationSettingsAnswer,
  handle: ({ actor, params: { id } }, context) =>
    changeSettings(context, actor, { kind: "return_to_inheritance", id }),
});
