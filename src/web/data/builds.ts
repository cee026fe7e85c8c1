import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { Platform } from "../../catalog/platform.ts";
import { api, needAnswer } from "./api.ts";

/** R22: the builds for a platform, the newest version first: all that are out, or those that an organization may run. */
export function buildsQuery(platform: Platform, organizationId: string | undefined) {
  return infiniteQueryOptions({
    queryKey:
      organizationId === undefined
        ? ["catalog", "builds", platform]
        : ["organization", organizationId, "builds", platform],
    queryFn: ({ pageParam, signal }) => {
      const query = { platform, organizationId, max: 20, after: pageParam };
      return needAnswer(api.GET("/v1/builds", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next?.after,
    placeholderData: keepPreviousData,
  });
}
