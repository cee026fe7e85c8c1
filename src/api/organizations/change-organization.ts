import { IdParams } from "../../contract/fields.ts";
import { OrganizationAnswer, OrganizationPatch } from "../../contract/organization.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toOrganizationAnswer } from "./organization-answer.ts";

export const changeOrganization = endpoint({
  method: "PATCH",
  path: "/v1/organizations/:id",
  summary:
    "Rename an organization or change which partners serve it (R10: a partner that leaves takes its word along)",
  params: IdParams,
  entity: "organization",
  body: OrganizationPatch,
  answer: OrganizationAnswer,
  handle: ({ actor, params: { id }, body }, context) =>
    perform(context, actor, { kind: "change_organization", id, ...body }, toOrganizationAnswer),
});
