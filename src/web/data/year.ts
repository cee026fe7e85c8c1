import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { YearQuestion } from "../year/year-shapes.ts";
import { api, need } from "./api.ts";

/** R17: what a new installation of an organization was offered and will be over a year, and what happened meanwhile. */
export function yearQuery(id: string, query: YearQuestion) {
  return queryOptions({
    queryKey: ["organization", id, "year", query],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query };
      return need(api.GET("/v1/organizations/{id}/year", { params, signal }));
    },
    placeholderData: keepPreviousData,
  });
}
