import { findVisiblePartner } from "../../commands/partners/find-visible-partner.ts";
import { IdParams } from "../../contract/fields.ts";
import { PartnerAnswer, PartnerPatch } from "../../contract/partner.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
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
  handle: async ({ actor, params: { id }, body }, context) =>
    change(context, actor, async (transaction) => {
      const found = await findVisiblePartner(transaction.database, actor, id);
      if (!found) return notFound("partner");
      if (!may(actor, "manage_partners")) return notAllowed("change partners");
      const before = found.partner;
      const after = { ...before, name: body.name ?? before.name, features: body.features ?? before.features };
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        await transaction.record({ subject: "partner", id, action: "change_partner", before, after });
      }
      return ok(toPartnerAnswer(after));
    }),
});
