import type { components } from "./schema.ts";

/** A shape of the API by its name in the document, such as `Shape<"OrganizationAnswer">`. */
export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];
