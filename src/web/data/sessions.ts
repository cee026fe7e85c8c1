import { queryOptions } from "@tanstack/react-query";
import type { BodyOf } from "../../client/operation.ts";
import { api, need } from "./api.ts";
import { queryClient } from "./query-client.ts";

/** A session of a person: which browser, from where, and when it was last used. */
export type Session = BodyOf<"GET", "/v1/sessions">["items"][number];

export const sessionsQuery = queryOptions({
  queryKey: ["me", "sessions"],
  queryFn: ({ signal }) => need(api.GET("/v1/sessions", { signal })),
});

/** Ends one of one's own sessions. */
export async function endSession(id: string): Promise<void> {
  await need(api.DELETE("/v1/sessions/{id}", { params: { path: { id } } }));
  await queryClient.invalidateQueries(sessionsQuery);
}

/** Ends all of one's own sessions but the one of this browser. */
export async function endOtherSessions(): Promise<void> {
  await need(api.DELETE("/v1/sessions"));
  await queryClient.invalidateQueries(sessionsQuery);
}

/** The sessions of an administrator. */
export function sessionsOfQuery(id: string) {
  return queryOptions({
    queryKey: ["list", "person", id, "sessions"],
    queryFn: ({ signal }) =>
      need(api.GET("/v1/administrators/{id}/sessions", { params: { path: { id } }, signal })),
  });
}

/** Ends one session of an administrator. */
export async function endSessionOf(id: string, sessionId: string): Promise<void> {
  const params = { path: { id, sessionId } };
  await need(api.DELETE("/v1/administrators/{id}/sessions/{sessionId}", { params }));
  await queryClient.invalidateQueries(sessionsOfQuery(id));
}

/** Ends all sessions of an administrator. */
export async function endSessionsOf(id: string): Promise<void> {
  await need(api.DELETE("/v1/administrators/{id}/sessions", { params: { path: { id } } }));
  await queryClient.invalidateQueries(sessionsOfQuery(id));
}
