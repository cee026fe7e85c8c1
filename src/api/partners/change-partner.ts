import { IdParams } from "../../contract/fields.ts";
import { PartnerAnswer, PartnerPatch } from "../../contract/partner.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toPartnerAnswer } from "./partner-answer.ts";

export const changePartner = endpoint({
  method: "PATCH",
  path: "/v1/partners/:id",
  summary: "Rename a partner or switch its features (R13)",
  params: IdParams,
  entity: "partner",
  body: PartnerPatch,
  answer: PartnerAnswer,
  handle: ({ actor, params: { id }, body }, context) =>
    perform(context, actor, { kind: "change_partner", id, ...body }, toPartnerAnswer),
});
