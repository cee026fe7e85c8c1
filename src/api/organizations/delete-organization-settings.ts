import { IdParams } from "../../contract/fields.ts";
import { OrganizationSettingsAnswer } from "../../contract/organization.ts";
import { returnToInheritance } from "../../policy/change.ts";
import { endpoint } from "../endpoint.ts";
import { changeSettings } from "./change-settings.ts";

export const deleteOrganizationSettings = endpoint({
  method: "DELETE",
  path: "/v1/organizations/:id/release-settings",
  summary: "Return an organization to what it inherits (R9)",
  params: IdParams,
  entity: "organization_settings",
  answer: OrganizationSettingsAnswer,
  handle: ({ actor, params }, context) =>
    changeSettings(context, actor, params.id, "return_to_inheritance", (scene) =>
      returnToInheritance(scene, actor),
    ),
});
