import { IdParams } from "../../contract/fields.ts";
import { OrganizationSettingsAnswer, OrganizationSettingsBody } from "../../contract/organization.ts";
import { endpoint } from "../endpoint.ts";
import { toPolicyChange } from "../settings-body.ts";
import { changeSettings } from "./change-settings.ts";

export const putOrganizationSettings = endpoint({
  method: "PUT",
  path: "/v1/organizations/:id/release-settings",
  summary: "Give one organization its schedule, and say whether its administrators may edit it (R7, R8, R12)",
  params: IdParams,
  entity: "organization_settings",
  body: OrganizationSettingsBody,
  answer: OrganizationSettingsAnswer,
  handle: ({ actor, params: { id }, body }, context) =>
    changeSettings(context, actor, {
      kind: "change_organization_settings",
      id,
      change: toPolicyChange(body),
    }),
});
