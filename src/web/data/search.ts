import { queryOptions } from "@tanstack/react-query";
import { api, need } from "./api.ts";

/** A text of fewer letters is not searched for. */
export const MIN_SEARCH_LETTERS = 2;

/** Customers and users by name or e-mail address, and installations by id. */
export function searchQuery(text: string) {
  return queryOptions({
    queryKey: ["list", "search", text],
    queryFn: ({ signal }) => need(api.GET("/v1/search", { params: { query: { q: text } }, signal })),
    enabled: text.length >= MIN_SEARCH_LETTERS,
  });
}
