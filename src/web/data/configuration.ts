import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api, need } from "./api.ts";

/** What the product and its vendor are called, how people sign in, and whether this browser is signed in. */
export const configurationQuery = queryOptions({
  queryKey: ["configuration"],
  queryFn: ({ signal }) => need(api.GET("/v1/configuration", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

export type Configuration = Awaited<ReturnType<NonNullable<typeof configurationQuery.queryFn>>>;

/** The configuration, which the root route has loaded. */
export function useConfiguration(): Configuration {
  return useSuspenseQuery(configurationQuery).data;
}
