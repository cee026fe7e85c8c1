import type { Selectable } from "kysely";
import type { Product, ProductUpdaters } from "../../catalog/product.ts";
import { jsonb, type RowOf, text } from "./columns.ts";

/** What the vendor says once of its apps; there is one row at most. */
export const PRODUCT_COLUMNS = { id: text(), updaters: jsonb<ProductUpdaters>() };

export function toProduct({ updaters }: Selectable<RowOf<typeof PRODUCT_COLUMNS>>): Product {
  return { updaters };
}
