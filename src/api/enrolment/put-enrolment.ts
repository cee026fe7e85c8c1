import { EnrolmentAnswer, EnrolmentBody } from "../../contract/enrolment.ts";
import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { readEnrolment } from "./enrolment-answer.ts";

export const putEnrolment = endpoint({
  method: "PUT",
  path: "/v1/organizations/:id/enrolment",
  summary:
    "Require an enrolment key, so that installations without it are not counted, or require none; what is offered stays the same",
  params: IdParams,
  entity: "enrolment",
  body: EnrolmentBody,
  answer: EnrolmentAnswer,
  handle: async ({ actor, params: { id }, body, now }, context) => {
    const changed = await perform(context, actor, { kind: "change_enrolment", id, required: body.required });
    return changed.ok ? ok(await readEnrolment(context.store.database, id, now)) : changed;
  },
});
