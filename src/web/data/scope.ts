import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, need } from "./api.ts";

/** A few customers whose names contain `q`, to choose from. */
export function customerChoicesQuery(q: string, partnerId: string | undefined) {
  return queryOptions({
    queryKey: ["list", "organizations", "choices", q, partnerId ?? null],
    queryFn: async ({ signal }) => {
      const query = { q: q || undefined, partnerId, max: 20 };
      const { items } = await need(api.GET("/v1/organizations", { params: { query }, signal }));
      return items.map(({ id, name }) => ({ id, name }));
    },
    placeholderData: keepPreviousData,
  });
}
