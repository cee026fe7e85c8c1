import { randomUUID } from "node:crypto";
import { PartnerAnswer, PartnerBody } from "../../contract/partner.ts";
import { ok } from "../../result.ts";
import { PARTNER_FEATURES } from "../../tenancy/partner.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { notAllowed } from "../refusals.ts";
import { toPartnerAnswer } from "./partner-answer.ts";

export const createPartner = endpoint({
  method: "POST",
  path: "/v1/partners",
  summary: "Enter a partner; the release management feature is on unless said otherwise (R13)",
  body: PartnerBody,
  answer: PartnerAnswer,
  makes: "partner",
  status: 201,
  handle: async ({ actor, body }, context) => {
    if (!may(actor, "manage_partners")) return notAllowed("add partners");
    return change(context, actor, async (transaction) => {
      const id = randomUUID();
      const features = body.features ?? PARTNER_FEATURES;
      const partner = { id, name: body.name, features, createdAt: transaction.at };
      await transaction.record({
        subject: "partner",
        id,
        action: "create_partner",
        before: null,
        after: partner,
      });
      return ok(toPartnerAnswer(partner));
    });
  },
});
