import { queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, need, needAnswer } from "./api.ts";
import { refreshAfter } from "./refresh.ts";

export type Enrolment = Shape<"EnrolmentAnswer">;

const ofOrganization = (id: string) => ({ params: { path: { id } } });

/** The enrolment keys of an organization, with the ETag for a save. */
export function enrolmentQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id, "enrolment"],
    queryFn: ({ signal }) =>
      needAnswer(api.GET("/v1/organizations/{id}/enrolment", { ...ofOrganization(id), signal })),
  });
}

/** Requires a key, or none, if nothing was changed since the answer with this `etag`; null: whatever was changed. */
export async function requireKey(id: string, required: boolean, etag: string | null): Promise<void> {
  const sent = { ...ofOrganization(id), body: { required }, ...(etag !== null && { ifMatch: etag }) };
  await need(api.PUT("/v1/organizations/{id}/enrolment", sent));
  refresh(id);
}

export async function makeEnrolmentKey(id: string): Promise<void> {
  await need(api.POST("/v1/organizations/{id}/enrolment/keys", ofOrganization(id)));
  refresh(id);
}

export async function endEnrolmentKey(id: string, number: number): Promise<void> {
  const params = { path: { id, number } };
  await need(api.DELETE("/v1/organizations/{id}/enrolment/keys/{number}", { params }));
  refresh(id);
}

function refresh(id: string): void {
  refreshAfter({ subject: { kind: "enrolment", id }, organizationId: id });
}
