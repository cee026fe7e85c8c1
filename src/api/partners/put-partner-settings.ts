import { findVisiblePartner } from "../../commands/partners/find-visible-partner.ts";
import { IdParams } from "../../contract/fields.ts";
import { PartnerSettingsAnswer, PartnerSettingsBody } from "../../contract/partner.ts";
import { changePartnerSettings } from "../../policy/change.ts";
import { ok } from "../../result.ts";
import { levelOf } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
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
  handle: async ({ actor, params: { id }, body }, context) =>
    change(context, actor, async (transaction) => {
      if (levelOf(actor.role) === "organization") return notFound("partner");
      const found = await findVisiblePartner(transaction.database, actor, id);
      if (!found) return notFound("partner");
      const before = found.settings;
      const changed = changePartnerSettings(
        found.partner,
        before,
        toPolicyChange(body),
        actor,
        transaction.at,
      );
      if (!changed.ok) return changed;
      const after = changed.value;
      if (after !== before) {
        const action = "change_partner_settings";
        await transaction.record({ subject: "partner_settings", id, action, before, after });
      }
      return ok(toPartnerSettingsAnswer(actor, { partner: found.partner, settings: after }));
    }),
});
