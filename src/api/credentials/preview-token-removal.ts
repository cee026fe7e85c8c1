import { CredentialsPreview } from "../../contract/credential.ts";
import { IdParams } from "../../contract/fields.ts";
import { endpoint } from "../endpoint.ts";
import { previewCredentials } from "./preview-credentials.ts";

export const previewTokenRemoval = endpoint({
  method: "GET",
  path: "/v1/tokens/:id/removal/preview",
  summary: "Which tokens, links and one-time passwords would end if the token were revoked; changes nothing",
  params: IdParams,
  answer: CredentialsPreview,
  handle: ({ actor, params: { id } }, context) =>
    previewCredentials(context, actor, { kind: "revoke_token", id }, (effect) => effect),
});
