import { findVisiblePartner } from "../../commands/partners/find-visible-partner.ts";
import { IdParams } from "../../contract/fields.ts";
import { PartnerAnswer } from "../../contract/partner.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { toPartnerAnswer } from "./partner-answer.ts";

export const getPartner = endpoint({
  method: "GET",
  path: "/v1/partners/:id",
  summary: "One partner",
  params: IdParams,
  entity: "partner",
  answer: PartnerAnswer,
  handle: async ({ actor, params }, context) => {
    const found = await findVisiblePartner(context.store.database, actor, params.id);
    return found ? ok(toPartnerAnswer(found.partner)) : notFound("partner");
  },
});
