import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { IdParams } from "../../contract/fields.ts";
import { OrganizationSettingsAnswer } from "../../contract/organization.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { toSettingsAnswer } from "./settings-answer.ts";

export const getOrganizationSettings = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/release-settings",
  summary: "Which schedule governs an organization, who set it, and what comes next (R6 to R13)",
  params: IdParams,
  entity: "organization_settings",
  answer: OrganizationSettingsAnswer,
  handle: async ({ actor, params, now }, context) => {
    const scene = await findVisibleScene(context.store.database, actor, params.id);
    return scene ? ok(await toSettingsAnswer(context, actor, { scene, at: now })) : notFound("organization");
  },
});
