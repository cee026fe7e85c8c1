import { IdParams } from "../../contract/fields.ts";
import { RequestDeclineBody, ScheduleRequestAnswer } from "../../contract/schedule-request.ts";
import { endpoint } from "../endpoint.ts";
import { changeRequest } from "./change-request.ts";

export const declineScheduleRequest = endpoint({
  method: "POST",
  path: "/v1/schedule-requests/:id/decline",
  summary: "Decline a request, with a note if wished; nothing else changes",
  params: IdParams,
  body: RequestDeclineBody,
  answer: ScheduleRequestAnswer,
  handle: ({ actor, params: { id }, body }, context) =>
    changeRequest(context, actor, { kind: "decline_schedule_request", id, note: body.note ?? null }),
});
