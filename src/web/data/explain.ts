import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Options } from "../../client/operation.ts";
import type { Shape } from "../../client/shape.ts";
import { api, need } from "./api.ts";

export type Explanation = Shape<"ExplainAnswer">;
export type TraceStep = Explanation["trace"][number];
export type Reason = Explanation["verdict"]["reasons"][number];
export type Question = NonNullable<Options<"GET", "/v1/organizations/{id}/explain">["params"]>["query"];

/** R17, R25: why an installation gets its version at an instant. */
export function explainQuery(id: string, query: Question) {
  return queryOptions({
    queryKey: ["organization", id, "explain", query],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query };
      return need(api.GET("/v1/organizations/{id}/explain", { params, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

/** The installations whose id contains `q`; only those of a user if one is given. */
export function installationsQuery(id: string, q: string, user: string | undefined) {
  return queryOptions({
    queryKey: ["organization", id, "installations", q, user ?? null],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query: { q: q || undefined, user, max: 20 } };
      return need(api.GET("/v1/organizations/{id}/installations", { params, signal }));
    },
    placeholderData: keepPreviousData,
  });
}
