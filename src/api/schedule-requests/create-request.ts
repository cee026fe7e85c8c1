import { randomUUID } from "node:crypto";
import { IdParams } from "../../contract/fields.ts";
import { ScheduleRequestAnswer, ScheduleRequestBody } from "../../contract/schedule-request.ts";
import { endpoint } from "../endpoint.ts";
import { changeRequest } from "./change-request.ts";

export const createScheduleRequest = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/schedule-requests",
  summary:
    "Ask another partner of an organization in conflict to set a schedule, which one's own company sets at once (R10)",
  params: IdParams,
  body: ScheduleRequestBody,
  answer: ScheduleRequestAnswer,
  status: 201,
  handle: ({ actor, params: { id: organizationId }, body }, context) =>
    changeRequest(context, actor, {
      kind: "ask_for_schedule",
      id: randomUUID(),
      organizationId,
      toPartnerId: body.toPartnerId,
      schedule: body.schedule,
      note: body.note ?? null,
    }),
});
