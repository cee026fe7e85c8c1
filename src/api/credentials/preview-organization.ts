import { CredentialsPreview } from "../../contract/credential.ts";
import { IdParams } from "../../contract/fields.ts";
import { OrganizationPatch } from "../../contract/organization.ts";
import { endpoint } from "../endpoint.ts";
import { toKeep } from "./keep.ts";
import { previewCredentials } from "./preview-credentials.ts";

export const previewOrganization = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/preview",
  summary:
    "Which tokens, links and one-time passwords would end if these partners served the organization; changes nothing",
  params: IdParams,
  body: OrganizationPatch,
  answer: CredentialsPreview,
  handle: ({ actor, params: { id }, body: { keep, ...patch } }, context) => {
    const command = { kind: "change_organization", id, ...patch, keep: toKeep(keep) } as const;
    return previewCredentials(context, actor, command, ({ credentials }) => credentials);
  },
});
