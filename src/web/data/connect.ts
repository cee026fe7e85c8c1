import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { askFeed } from "../../client/ask-feed.ts";
import type { Options } from "../../client/operation.ts";
import type { Shape } from "../../client/shape.ts";
import { BASE_PATH } from "../paths.ts";
import { api, need } from "./api.ts";

export type Connection = Shape<"ConnectionList">["items"][number];
export type ConnectQuestion = NonNullable<
  NonNullable<Options<"GET", "/v1/organizations/{id}/connections">["params"]>["query"]
>;

/** How an app is connected: a protocol for each framework that makes apps for the platform. */
export function connectionsQuery(id: string, query: ConnectQuestion) {
  return queryOptions({
    queryKey: ["organization", id, "connections", query],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query };
      return need(api.GET("/v1/organizations/{id}/connections", { params, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

/** What the updater of an app is told by its feed. */
export function feedQuery(organizationId: string, request: Connection["request"]) {
  return queryOptions({
    queryKey: ["organization", organizationId, "feed", request.path, request.body ?? null],
    queryFn: ({ signal }) => askFeed(BASE_PATH, request, signal),
    staleTime: 0,
  });
}
