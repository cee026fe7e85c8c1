import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import type { ListSort } from "../../policy/list-sort.ts";
import type { ListState } from "../../policy/list-state.ts";
import { listSeparatorOf } from "../../tenancy/locale.ts";
import { customerExportPath } from "../paths.ts";
import { api, need, needAnswer } from "./api.ts";
import type { CountedFilters } from "./counted.ts";

/** A customer in a list: what governs it, what comes next, how many of its installations are up to date. */
export type Customer = Shape<"OrganizationList">["items"][number];

export type CustomerCounts = Shape<"OrganizationCounts">;

/** Limits on the customers; what is undefined limits nothing. */
export interface CustomerFilters {
  readonly q?: string | undefined;
  /** Customers in any of these states. */
  readonly states?: readonly ListState[] | undefined;
  readonly partnerId?: string | undefined;
  /** By what governs them and what is counted there. */
  readonly counted?: CountedFilters | undefined;
}

/** Customers on the first page, which should arrive soon, and on each later one. */
const FIRST_PAGE = 100;
const NEXT_PAGE = 500;

/** The most customers that one bulk change takes. */
export const MOST_AT_ONCE = 10_000;

function toQuery({ q, states, partnerId, counted = {} }: CustomerFilters) {
  return { ...counted, q: q || undefined, partnerId, state: states?.length ? states.join(",") : undefined };
}

/** The customers page by page; the first page has the total. */
export function customersQuery(filters: CustomerFilters, sort: ListSort) {
  return infiniteQueryOptions({
    queryKey: ["list", "organizations", "pages", filters, sort],
    queryFn: ({ pageParam: after, signal }) => {
      const part = after === null ? { max: FIRST_PAGE, count: "true" as const } : { max: NEXT_PAGE, after };
      return needAnswer(
        api.GET("/v1/organizations", { params: { query: { ...toQuery(filters), ...part, sort } }, signal }),
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next?.after ?? null,
    placeholderData: keepPreviousData,
  });
}

/** The number of customers that match. */
export function customerCountQuery(filters: CustomerFilters) {
  return queryOptions({
    queryKey: ["list", "organizations", "count", filters],
    queryFn: async ({ signal }) => {
      const query = { ...toQuery(filters), max: 1, count: "true" } as const;
      return (await need(api.GET("/v1/organizations", { params: { query }, signal }))).total ?? 0;
    },
  });
}

/** How many customers there are, in each state, and with what deserves attention. */
export function customerCountsQuery({ q, partnerId }: Pick<CustomerFilters, "q" | "partnerId">) {
  return queryOptions({
    queryKey: ["list", "organizations", "counts", q ?? "", partnerId ?? null],
    queryFn: ({ signal }) => {
      const query = { q: q || undefined, partnerId };
      return need(api.GET("/v1/organizations/counts", { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

/** All customers that match, by name, a thousand at a time. `onProgress` receives the number read so far. */
export async function listMatching(
  filters: CustomerFilters,
  onProgress: (count: number) => void,
  signal: AbortSignal,
): Promise<readonly Customer[]> {
  const customers: Customer[] = [];
  const query = { ...toQuery(filters), max: 1000 };
  for await (const page of api.pages("/v1/organizations", { params: { query }, signal })) {
    customers.push(...(await need(Promise.resolve(page))).items);
    if (customers.length > MOST_AT_ONCE) break;
    onProgress(customers.length);
  }
  return customers;
}

/** Creates a customer. */
export function createCustomer(body: Shape<"OrganizationBody">) {
  return need(api.POST("/v1/organizations", { body }));
}

/** The address of the customers that match as a file that spreadsheet programs in this language open right. */
export function exportPath(filters: CustomerFilters, language: string): string {
  return customerExportPath({ ...toQuery(filters), separator: listSeparatorOf(language), bom: "true" });
}

/** Customers whose partners are in conflict, with the schedule of each partner. */
export function conflictsQuery(max: number) {
  return queryOptions({
    queryKey: ["list", "conflicts", max],
    queryFn: ({ signal }) => need(api.GET("/v1/conflicts", { params: { query: { max } }, signal })),
  });
}

/** Customers with legacy settings, and what these will become. */
export function legacySettingsQuery(max: number) {
  return queryOptions({
    queryKey: ["list", "legacy-settings", max],
    queryFn: ({ signal }) => need(api.GET("/v1/legacy-migration", { params: { query: { max } }, signal })),
  });
}
