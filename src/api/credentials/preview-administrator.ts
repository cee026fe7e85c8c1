import { AdministratorPreviewBody } from "../../contract/administrator.ts";
import { CredentialsPreview } from "../../contract/credential.ts";
import { IdParams } from "../../contract/fields.ts";
import { endpoint } from "../endpoint.ts";
import { toKeep } from "./keep.ts";
import { previewCredentials } from "./preview-credentials.ts";

export const previewAdministrator = endpoint({
  method: "POST",
  path: "/v1/administrators/:id/preview",
  summary:
    "Which tokens, links and one-time passwords would end if an administrator were changed or removed; changes nothing",
  params: IdParams,
  body: AdministratorPreviewBody,
  answer: CredentialsPreview,
  handle: ({ actor, params: { id }, body: { removed, keep: kept, ...patch } }, context) => {
    const keep = toKeep(kept);
    return removed
      ? previewCredentials(context, actor, { kind: "delete_administrator", id, keep }, (effect) => effect)
      : previewCredentials(
          context,
          actor,
          { kind: "change_administrator", id, patch, keep },
          ({ credentials }) => credentials,
        );
  },
});
