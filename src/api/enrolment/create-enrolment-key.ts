import { randomBytes } from "node:crypto";
import { EnrolmentAnswer } from "../../contract/enrolment.ts";
import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { readEnrolment } from "./enrolment-answer.ts";

const SECRET_BYTES = 32;

export const createEnrolmentKey = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/enrolment/keys",
  summary:
    "Make an enrolment key: the first, or a new one that counts beside the old one until that is ended",
  params: IdParams,
  status: 201,
  answer: EnrolmentAnswer,
  handle: ({ actor, params: { id }, now }, context) => {
    const secret = randomBytes(SECRET_BYTES).toString("base64url");
    const command = { kind: "create_enrolment_key", id, secret } as const;
    return perform(context, actor, command, (_made, database) => readEnrolment(database, id, now));
  },
});
