import { queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, need } from "./api.ts";
import { refreshAfter } from "./refresh.ts";

/** R10: one partner asks another to set the schedule that it sets itself for a customer. */
export type ScheduleRequest = Shape<"ScheduleRequestAnswer">;
export type NewRequest = Shape<"ScheduleRequestBody">;

/** How many of a customer's requests are read: those without an answer and the latest answers are among them. */
const MOST = 20;

/** The requests between the partners of a customer, the newest first. */
export function requestsOfQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["organization", organizationId, "requests"],
    queryFn: async ({ signal }) => {
      const params = { path: { id: organizationId }, query: { max: MOST } };
      const asked = api.GET("/v1/organizations/{id}/schedule-requests", { params, signal });
      return (await need(asked)).items;
    },
  });
}

/** The open requests that the person sees, the newest first, at most 100. */
export const openRequestsQuery = queryOptions({
  queryKey: ["list", "requests"],
  queryFn: async ({ signal }) => {
    const params = { query: { state: "open" as const, max: 100 } };
    return (await need(api.GET("/v1/schedule-requests", { params, signal }))).items;
  },
});

/** What accepting a request would do that is not made yet. */
export function previewRequest(organizationId: string, body: NewRequest) {
  const params = { path: { id: organizationId } };
  return need(api.POST("/v1/organizations/{id}/schedule-requests/preview", { params, body }));
}

export async function sendRequest(organizationId: string, body: NewRequest): Promise<ScheduleRequest> {
  const params = { path: { id: organizationId } };
  return refreshed(await need(api.POST("/v1/organizations/{id}/schedule-requests", { params, body })));
}

export async function acceptRequest(id: string): Promise<ScheduleRequest> {
  const params = { path: { id } };
  return refreshed(await need(api.POST("/v1/schedule-requests/{id}/accept", { params })));
}

export async function declineRequest(id: string, note: string): Promise<ScheduleRequest> {
  const sent = { params: { path: { id } }, body: note === "" ? {} : { note } };
  return refreshed(await need(api.POST("/v1/schedule-requests/{id}/decline", sent)));
}

export async function withdrawRequest(id: string): Promise<ScheduleRequest> {
  const params = { path: { id } };
  return refreshed(await need(api.POST("/v1/schedule-requests/{id}/withdraw", { params })));
}

function refreshed(request: ScheduleRequest): ScheduleRequest {
  const { id, organizationId } = request;
  refreshAfter({ subject: { kind: "schedule_request", id }, organizationId });
  return request;
}
