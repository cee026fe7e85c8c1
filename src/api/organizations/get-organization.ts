import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { IdParams } from "../../contract/fields.ts";
import { OrganizationAnswer } from "../../contract/organization.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { toOrganizationAnswer } from "./organization-answer.ts";

export const getOrganization = endpoint({
  method: "GET",
  path: "/v1/organizations/:id",
  summary: "One customer organization",
  params: IdParams,
  entity: "organization",
  answer: OrganizationAnswer,
  handle: async ({ actor, params }, context) => {
    const scene = await findVisibleScene(context.store.database, actor, params.id);
    return scene ? ok(toOrganizationAnswer(actor, scene.organization)) : notFound("organization");
  },
});
