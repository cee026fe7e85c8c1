import { IdParams } from "../../contract/fields.ts";
import { ScheduleRequestAnswer } from "../../contract/schedule-request.ts";
import { endpoint } from "../endpoint.ts";
import { changeRequest } from "./change-request.ts";

export const acceptScheduleRequest = endpoint({
  method: "POST",
  path: "/v1/schedule-requests/:id/accept",
  summary: "Accept a request: set its schedule for one's own company, as a save of the settings does (R7)",
  params: IdParams,
  answer: ScheduleRequestAnswer,
  handle: ({ actor, params: { id } }, context) =>
    changeRequest(context, actor, { kind: "accept_schedule_request", id }),
});
