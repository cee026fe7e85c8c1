import { IdParams } from "../../contract/fields.ts";
import { OrganizationSettingsAnswer } from "../../contract/organization.ts";
import { endpoint } from "../endpoint.ts";
import { changeSettings } from "./change-settings.ts";

export const openOrganizationSettings = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/release-settings/open",
  summary:
    "Open Organization Settings: migrates legacy settings the first time the organization's administrator does (R24)",
  params: IdParams,
  entity: "organization_settings",
  answer: OrganizationSettingsAnswer,
  answersAfterwards: true,
  handle: ({ actor, params: { id } }, context) =>
    changeSettings(context, actor, { kind: "migrate_legacy_settings", id }),
});
