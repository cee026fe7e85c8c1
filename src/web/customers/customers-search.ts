import { LIST_SORTS, type ListSort } from "../../policy/list-sort.ts";
import { LIST_STATES, type ListState } from "../../policy/list-state.ts";
import { countedFiltersOf, type FleetSearch, readCounted } from "../counted/counted-search.ts";
import type { CustomerFilters } from "../data/organizations.ts";

/** The part of the view that its address holds; also the limits that a number stands for. */
export interface CustomersSearch extends FleetSearch {
  /** A part of the customer's name. */
  readonly q?: string;
  /** States, separated by commas; customers in any of them are shown. */
  readonly state?: string;
  readonly partner?: string;
  readonly sort?: ListSort;
  /** The id of what is open in the panel. */
  readonly customer?: string;
  /** Whether the dialog is open that creates a customer. */
  readonly create?: true;
}

export function readCustomersSearch(search: Record<string, unknown>): CustomersSearch {
  const q = readText(search.q);
  const state = readStates(readText(search.state)).join(",");
  const partner = readText(search.partner);
  const customer = readText(search.customer);
  const sort = LIST_SORTS.find((known) => known === search.sort);
  const { updater: _, ...counted } = readCounted(search);
  return {
    ...counted,
    ...(q && { q }),
    ...(state && { state }),
    ...(partner && { partner }),
    ...(sort && sort !== "name" && { sort }),
    ...(customer && { customer }),
    ...(readText(search.create) === "true" && { create: true as const }),
  };
}

/** The filters for the server. */
export function filtersOf({ q, state, partner, ...search }: CustomersSearch): CustomerFilters {
  const states = readStates(state);
  const counted = countedFiltersOf(search);
  return {
    ...(Object.keys(counted).length > 0 && { counted }),
    ...(q && { q }),
    ...(states.length > 0 && { states }),
    ...(partner && { partnerId: partner }),
  };
}

/** Reads states from the address; unknown ones are ignored. */
export function readStates(text = ""): readonly ListState[] {
  const asked = text.split(",");
  return LIST_STATES.filter((state) => asked.includes(state));
}

/** Reads a text. The router parses what looks like a number or a boolean, as a name may. */
function readText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}
