import { IdParams } from "../../contract/fields.ts";
import { PartnerSettingsAnswer, PartnerSettingsBody } from "../../contract/partner.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toPolicyChange } from "../settings-body.ts";
import { toPartnerSettingsAnswer } from "./partner-answer.ts";

export const putPartnerSettings = endpoint({
  method: "PUT",
  path: "/v1/partners/:id/release-settings",
  summary: "Set one schedule for all customers, and whether they may override it (R6, R12)",
  params: IdParams,
  entity: "partner_settings",
  body: PartnerSettingsBody,
  answer: PartnerSettingsAnswer,
  handle: ({ actor, params: { id }, body }, context) => {
    const command = { kind: "change_partner_settings", id, change: toPolicyChange(body) } as const;
    return perform(context, actor, command, (saved, database) =>
      toPartnerSettingsAnswer(context, database, actor, saved),
    );
  },
});
