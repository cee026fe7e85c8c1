import { EnrolmentAnswer, EnrolmentBody } from "../../contract/enrolment.ts";
import { IdParams } from "../../contract/fields.ts";
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
  handle: ({ actor, params: { id }, body, now }, context) => {
    const command = { kind: "change_enrolment", id, required: body.required } as const;
    return perform(context, actor, command, (_done, database) => readEnrolment(database, id, now));
  },
});
