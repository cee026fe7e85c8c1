import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { ItemOf, Options } from "../../client/operation.ts";
import { api, needAnswer } from "./api.ts";

/** The query of a call, from its options. */
type AskedBy<Call extends { readonly params?: { readonly query?: unknown } | undefined }> = NonNullable<
  NonNullable<Call["params"]>["query"]
>;

/** Limits on customers by what governs them and what is counted there. */
export type CountedFilters = Pick<
  AskedBy<Options<"GET", "/v1/organizations">>,
  | "version"
  | "behind"
  | "condition"
  | "platform"
  | "arch"
  | "current"
  | "stuck"
  | "schedule"
  | "gets"
  | "getsAt"
>;

/** Limits on installations. */
export type FoundFilters = Omit<AskedBy<Options<"GET", "/v1/installations">>, "max" | "after" | "count">;
export type FoundInstallation = ItemOf<"/v1/installations">;

/** The installations behind a number, by the names of their customers; the first page has how many there are. */
export function foundInstallationsQuery(filters: FoundFilters) {
  return infiniteQueryOptions({
    queryKey: ["list", "installations", filters],
    queryFn: ({ pageParam: after, signal }) => {
      const part = after === null ? { max: 50, count: "true" as const } : { max: 200, after };
      return needAnswer(api.GET("/v1/installations", { params: { query: { ...filters, ...part } }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next?.after ?? null,
    placeholderData: keepPreviousData,
  });
}
