import { randomUUID } from "node:crypto";
import { PartnerAnswer, PartnerBody } from "../../contract/partner.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toPartnerAnswer } from "./partner-answer.ts";

export const createPartner = endpoint({
  method: "POST",
  path: "/v1/partners",
  summary: "Enter a partner; the release management feature is on unless said otherwise (R13)",
  body: PartnerBody,
  answer: PartnerAnswer,
  makes: "partner",
  status: 201,
  handle: ({ actor, body }, context) =>
    perform(context, actor, { kind: "create_partner", id: randomUUID(), ...body }, toPartnerAnswer),
});
