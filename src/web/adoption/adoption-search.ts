import type { ListSort } from "../../policy/list-sort.ts";
import { type ChartSearch, readChartSearch } from "../charts/chart-search.ts";

export const RANGES = [30, 90, 365] as const;
export type Range = (typeof RANGES)[number];
const USUAL: Range = 90;

/** The orders of the customers. */
export const CUSTOMER_ORDERS = ["adoption", "-adoption", "name"] as const satisfies readonly ListSort[];
export type CustomerOrder = (typeof CUSTOMER_ORDERS)[number];

/** The part of the view that its address holds. */
export interface AdoptionSearch extends ChartSearch {
  readonly partner?: string;
  /** The customer whose installations are shown. */
  readonly customer?: string;
  /** Days of history; 90 if left out. */
  readonly days?: Range;
  /** The order of the customers; those with the smallest share up to date first if left out. */
  readonly sort?: CustomerOrder;
  /** A part of a customer's name or, with a customer, of an installation's id; and the version that it runs. */
  readonly q?: string;
  readonly version?: string;
}

export function readAdoptionSearch(search: Record<string, unknown>): AdoptionSearch {
  const [partner, customer] = [readText(search.partner), readText(search.customer)];
  const [q, version] = [readText(search.q), readText(search.version)];
  const sort = CUSTOMER_ORDERS.find((known) => known === search.sort);
  const days = RANGES.find((known) => known === Number(search.days));
  return {
    ...(partner && { partner }),
    ...(customer && { customer }),
    ...(days && days !== USUAL && { days }),
    ...(sort && sort !== "adoption" && { sort }),
    ...(q && { q }),
    ...(version && { version }),
    ...readChartSearch(search),
  };
}

export function rangeOf({ days = USUAL }: AdoptionSearch): Range {
  return days;
}

/** Reads a text. The router parses what looks like a number, as an id or a version may. */
function readText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) : "";
}
