/** What of the list of partners stands in the address. */
interface PartnersSearch {
  readonly q?: string;
}

export function readPartnersSearch({ q }: Record<string, unknown>): PartnersSearch {
  return typeof q === "string" && q !== "" ? { q } : {};
}
