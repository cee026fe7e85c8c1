import { IdParams } from "../../contract/fields.ts";
import { ScheduleRequestAnswer } from "../../contract/schedule-request.ts";
import { endpoint } from "../endpoint.ts";
import { changeRequest } from "./change-request.ts";

export const withdrawScheduleRequest = endpoint({
  method: "POST",
  path: "/v1/schedule-requests/:id/withdraw",
  summary: "Withdraw a request of one's own company; the schedule that it named stays",
  params: IdParams,
  answer: ScheduleRequestAnswer,
  handle: ({ actor, params: { id } }, context) =>
    changeRequest(context, actor, { kind: "withdraw_schedule_request", id }),
});
