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
    "Rename an organization, change which partners serve it or their customer numbers (a partner that leaves takes along its word (R10), its number, and its tokens, links and one-time passwords there)",
  params: IdParams,
  entity: "organization",
  body: OrganizationPatch,
  asksForProof: "to_keep",
  answer: OrganizationAnswer,
  handle: ({ actor, params: { id }, body: { keep, ...patch } }, context) => {
    const command = { kind: "change_organization", id, ...patch, keep: toKeep(keep) } as const;
    return perform(context, actor, command, ({ organization }) => toOrganizationAnswer(actor, organization));
  },
});
