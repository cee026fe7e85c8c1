import { queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { managedIn } from "./adoption.ts";
import { api, need } from "./api.ts";

/** A release with the date on which each schedule in use gets it. */
export type DatedRelease = Shape<"ReleaseDatesList">["items"][number];

const MOST = 100;

/** Releases with a date on or after `day`, today's midnight in UTC. */
export function comingReleasesQuery(day: string) {
  return queryOptions({
    queryKey: ["catalog", "coming", day],
    queryFn: ({ signal }) => {
      const query = { from: day, max: MOST };
      return need(api.GET("/v1/releases/dates", { params: { query }, signal }));
    },
  });
}

/** How many installations the person may see, and how many of them are up to date, behind, and stuck. */
export const adoptionNumbersQuery = queryOptions({
  queryKey: ["list", "adoption-numbers"],
  queryFn: async ({ signal }) => {
    const from = new Date().toISOString();
    const adoption = await need(api.GET("/v1/adoption", { params: { query: { from } }, signal }));
    const { total, current, behind, stuck } = adoption;
    return { total, current, behind: behind.total, stuck, managed: managedIn(adoption) };
  },
});
