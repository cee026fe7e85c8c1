import { IdParams } from "../../contract/fields.ts";
import { OrganizationAnswer, OrganizationPatch } from "../../contract/organization.ts";
import { perform } from "../change.ts";
import { toKeep } from "../credentials/keep.ts";
import { endpoint } from "../endpoint.ts";
import { toOrganizationAnswer } from "./organization-answer.ts";

export const changeOrganization = endpoint({
  method: "PATCH",
  path: "/v1/organizations/:id",
  summary:
    "Rename an organization or change which partners serve it (a partner that leaves takes along its word (R10), and its tokens, links and one-time passwords there)",
  params: IdParams,
  entity: "organization",
  body: OrganizationPatch,
  answer: OrganizationAnswer,
  handle: ({ actor, params: { id }, body: { keep, ...patch } }, context) => {
    const command = { kind: "change_organization", id, ...patch, keep: toKeep(keep) } as const;
    return perform(context, actor, command, ({ organization }) => toOrganizationAnswer(organization));
  },
});
