import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { IdParams } from "../../contract/fields.ts";
import { ScheduleRequestList, ScheduleRequestListQuery } from "../../contract/schedule-request.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { listVisibleRequests } from "./list-visible-requests.ts";
import { presentRequests } from "./present-requests.ts";

export const getScheduleRequestsOf = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/schedule-requests",
  summary: "Requests between the partners of one organization, the newest first",
  params: IdParams,
  query: ScheduleRequestListQuery,
  answer: ScheduleRequestList,
  handle: async ({ actor, params: { id: organizationId }, query, reply, url }, context) => {
    const { database } = context.store;
    if (!(await findVisibleScene(database, actor, organizationId))) return notFound("organization");
    const page = await listVisibleRequests(context, actor, { ...query, organizationId }, url);
    if (!page.ok) return page;
    reply.headers(page.value.headers);
    return ok({ items: await presentRequests(context, database, actor, page.value.seen) });
  },
});
