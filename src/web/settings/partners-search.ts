/** The part of the list of partners that the address holds. */
interface PartnersSearch {
  readonly q?: string;
}

export function readPartnersSearch({ q }: Record<string, unknown>): PartnersSearch {
  return typeof q === "string" && q !== "" ? { q } : {};
}
