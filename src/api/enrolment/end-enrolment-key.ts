import { EnrolmentAnswer, EnrolmentKeyParams } from "../../contract/enrolment.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { readEnrolment } from "./enrolment-answer.ts";

export const endEnrolmentKey = endpoint({
  method: "DELETE",
  path: "/v1/organizations/:id/enrolment/keys/:number",
  summary: "End an enrolment key; its tag counts as none from then on",
  params: EnrolmentKeyParams,
  entity: "enrolment",
  answer: EnrolmentAnswer,
  handle: ({ actor, params: { id, number }, now }, context) => {
    const command = { kind: "end_enrolment_key", id, number } as const;
    return perform(context, actor, command, (_done, database) => readEnrolment(database, id, now));
  },
});
