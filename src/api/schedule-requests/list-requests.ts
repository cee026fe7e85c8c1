import { ScheduleRequestList, ScheduleRequestListQuery } from "../../contract/schedule-request.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { listVisibleRequests } from "./list-visible-requests.ts";
import { presentRequests } from "./present-requests.ts";

export const getScheduleRequests = endpoint({
  method: "GET",
  path: "/v1/schedule-requests",
  summary:
    "Requests between partners about the organizations that one sees, the newest first: a partner's own, and those to it",
  query: ScheduleRequestListQuery,
  answer: ScheduleRequestList,
  handle: async ({ actor, query, reply, url }, context) => {
    const page = await listVisibleRequests(context, actor, query, url);
    if (!page.ok) return page;
    reply.headers(page.value.headers);
    return ok({ items: await presentRequests(context, context.store.database, actor, page.value.seen) });
  },
});
