import { queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, need } from "./api.ts";

/** A release, and when each schedule in use gets it. */
export type DatedRelease = Shape<"ReleaseDatesList">["items"][number];

const MOST = 100;

/** Releases of which some date is still to come; `day` is today's midnight in UTC. */
export function comingReleasesQuery(day: string) {
  return queryOptions({
    queryKey: ["catalog", "coming", day],
    queryFn: ({ signal }) => {
      const query = { from: day, max: MOST };
      return need(api.GET("/v1/releases/dates", { params: { query }, signal }));
    },
  });
}

/** How many installations there are in one's subtree, and how many of them run what they should. */
export const adoptionNumbersQuery = queryOptions({
  queryKey: ["list", "adoption-numbers"],
  queryFn: async ({ signal }) => {
    const from = new Date().toISOString();
    const { total, current } = await need(api.GET("/v1/adoption", { params: { query: { from } }, signal }));
    return { total, current };
  },
});
