import { queryOptions } from "@tanstack/react-query";
import { api, need } from "./api.ts";

/** Customers and users by name or e-mail address. A text of fewer than two letters is not searched for. */
export function searchQuery(text: string) {
  return queryOptions({
    queryKey: ["list", "search", text],
    queryFn: ({ signal }) => need(api.GET("/v1/search", { params: { query: { q: text } }, signal })),
    enabled: text.length >= 2,
  });
}
