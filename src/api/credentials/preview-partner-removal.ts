import { CredentialsPreview } from "../../contract/credential.ts";
import { IdParams } from "../../contract/fields.ts";
import { endpoint } from "../endpoint.ts";
import { previewCredentials } from "./preview-credentials.ts";

export const previewPartnerRemoval = endpoint({
  method: "GET",
  path: "/v1/partners/:id/removal/preview",
  summary:
    "Which tokens, links and one-time passwords would end if the partner were removed; changes nothing",
  params: IdParams,
  answer: CredentialsPreview,
  handle: ({ actor, params: { id } }, context) =>
    previewCredentials(context, actor, { kind: "delete_partner", id }, (effect) => effect),
});
