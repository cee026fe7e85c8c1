import { findVisiblePartner } from "../../commands/partners/find-visible-partner.ts";
import { IdParams } from "../../contract/fields.ts";
import { PartnerSettingsAnswer } from "../../contract/partner.ts";
import { ok } from "../../result.ts";
import { levelOf } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { toPartnerSettingsAnswer } from "./partner-answer.ts";

export const getPartnerSettings = endpoint({
  method: "GET",
  path: "/v1/partners/:id/release-settings",
  summary: "What a partner set for all its organizations (R6, R12)",
  params: IdParams,
  entity: "partner_settings",
  answer: PartnerSettingsAnswer,
  handle: async ({ actor, params }, context) => {
    if (levelOf(actor.role) === "organization") return notFound("partner");
    const { database } = context.store;
    const found = await findVisiblePartner(database, actor, params.id);
    return found ? ok(await toPartnerSettingsAnswer(context, database, actor, found)) : notFound("partner");
  },
});
