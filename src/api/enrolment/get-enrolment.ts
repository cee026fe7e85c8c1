import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { EnrolmentAnswer } from "../../contract/enrolment.ts";
import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { readEnrolment } from "./enrolment-answer.ts";

export const getEnrolment = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/enrolment",
  summary:
    "The enrolment keys of an organization, whether one is required so that an installation is counted, and how many installations had which in the last seven days",
  params: IdParams,
  entity: "enrolment",
  answer: EnrolmentAnswer,
  handle: async ({ actor, params: { id }, now }, context) => {
    const { database } = context.store;
    if (!(await findVisibleScene(database, actor, id))) return notFound("organization");
    return ok(await readEnrolment(database, id, now));
  },
});
