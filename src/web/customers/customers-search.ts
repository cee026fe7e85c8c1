import { LIST_STATES, type ListState } from "../../policy/list-state.ts";
import { CUSTOMER_SORTS, type CustomerFilters, type CustomerSort } from "../data/organizations.ts";

/** What of the view stands in its address. */
export interface CustomersSearch {
  /** A part of the name. */
  readonly q?: string;
  /** States with commas between: customers in any of them. */
  readonly state?: string;
  readonly partner?: string;
  readonly sort?: CustomerSort;
  /** Whose panel is open. */
  readonly customer?: string;
}

export function readCustomersSearch(search: Record<string, unknown>): CustomersSearch {
  const q = readText(search.q);
  const state = readStates(readText(search.state)).join(",");
  const partner = readText(search.partner);
  const customer = readText(search.customer);
  const sort = CUSTOMER_SORTS.find((known) => known === search.sort);
  return {
    ...(q && { q }),
    ...(state && { state }),
    ...(partner && { partner }),
    ...(sort && sort !== "name" && { sort }),
    ...(customer && { customer }),
  };
}

/** What the address asks of the server. */
export function filtersOf({ q, state, partner }: CustomersSearch): CustomerFilters {
  const states = readStates(state);
  return { ...(q && { q }), ...(states.length > 0 && { states }), ...(partner && { partnerId: partner }) };
}

/** States as the address has them; one that is none is passed over. */
export function readStates(text = ""): readonly ListState[] {
  const asked = text.split(",");
  return LIST_STATES.filter((state) => asked.includes(state));
}

/** Addresses carry numbers and switches as such; a name may be one. */
function readText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}
