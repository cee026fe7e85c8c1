import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ItemOf } from "../../client/operation.ts";
import type { Shape } from "../../client/shape.ts";
import { api, need, needAnswer } from "./api.ts";

export type Adoption = Shape<"getAdoptionAnswer">;
export type Installation = ItemOf<"/v1/organizations/{id}/installations">;

/** R30: how many of them something other than Sluice manages; these are counted apart. */
export function managedIn({ conditions }: Pick<Adoption, "conditions">): number {
  return conditions.find(({ code }) => code === "managed")?.installations ?? 0;
}

/** Whose installations: all that the person may see, those of a partner's customers, or of one customer. */
export interface AdoptionScope {
  readonly partnerId?: string | undefined;
  readonly organizationId?: string | undefined;
}

/** Check-ins are not in the stream of changes, so what installations run is read again each minute. */
export const AGAIN_MS = 60_000;
const DAY_MS = 86_400_000;

/** What installations run now, which are behind and why, and the history of the last days. */
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

/** A schedule in use, with how many are on it and which releases it has reached and gets next. */
export type ScheduleProgress = Shape<"getScheduleProgressAnswer">["items"][number];

/** Where each schedule in use stands, the fastest first. */
export function scheduleProgressQuery(scope: AdoptionScope) {
  return queryOptions({
    queryKey: ["list", "schedule-progress", scope],
    queryFn: async ({ signal }) => {
      const { items } = await need(
        api.GET("/v1/adoption/schedules", { params: { query: { ...scope } }, signal }),
      );
      return items;
    },
    refetchInterval: AGAIN_MS,
  });
}

/** Limits on a customer's installations; what is left out limits nothing. */
export interface InstallationFilters {
  readonly q?: string | undefined;
  readonly version?: string | undefined;
}

/** A customer's installations, by id. */
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

/** The installation of a customer with this id, or null if there is none. */
export function installationQuery(id: string, installation: string) {
  return queryOptions({
    queryKey: ["organization", id, "installation", installation],
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { installation } };
      const { items } = await need(api.GET("/v1/organizations/{id}/installations", { params, signal }));
      return items[0] ?? null;
    },
    refetchInterval: AGAIN_MS,
  });
}
