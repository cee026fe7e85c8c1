import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ItemOf } from "../../client/operation.ts";
import type { Shape } from "../../client/shape.ts";
import { api, need, needAnswer } from "./api.ts";

export type Adoption = Shape<"getAdoptionAnswer">;
export type Installation = ItemOf<"/v1/organizations/{id}/installations">;

/** Of whom: all that one may see, a partner's customers, or one customer. */
export interface AdoptionScope {
  readonly partnerId?: string | undefined;
  readonly organizationId?: string | undefined;
}

/** Installations ask without anybody telling the page: what they run is read again each minute. */
const AGAIN_MS = 60_000;
const DAY_MS = 86_400_000;

/** What runs now, who is behind and why, and the last days. */
export function adoptionQuery(scope: AdoptionScope, days: number) {
  return queryOptions({
    queryKey: ["list", "adoption", scope, days],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - (days - 1) * DAY_MS).toISOString();
      return need(api.GET("/v1/adoption", { params: { query: { ...scope, from } }, signal }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

/** Which of a customer's installations are asked for. */
export interface InstallationFilters {
  readonly q?: string | undefined;
  readonly version?: string | undefined;
}

/** A customer's installations, by their ids. */
export function installationsQuery(id: string, { q, version }: InstallationFilters) {
  return infiniteQueryOptions({
    queryKey: ["organization", id, "installations", q ?? "", version ?? ""],
    queryFn: ({ pageParam: after, signal }) => {
      const params = { path: { id }, query: { q, version, max: 50, after } };
      return needAnswer(api.GET("/v1/organizations/{id}/installations", { params, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next?.after,
    placeholderData: keepPreviousData,
  });
}
