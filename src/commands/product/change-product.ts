import {
  changeProduct as changed,
  NOTHING_SAID,
  PRODUCT_ID,
  type Product,
  type ProductChange,
} from "../../catalog/product.ts";
import { ok } from "../../result.ts";
import { findProduct } from "../../store/tables/product-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";

/** Changes what the vendor says of its apps. Signatures that were given before are not verified again. */
export interface ChangeProduct {
  readonly kind: "change_product";
  readonly change: ProductChange;
}

export const changeProduct: Definition<ChangeProduct, Product> = {
  permit: (actor) =>
    may(actor, "manage_catalog") ? ok(true) : notAllowed("change what is said of the apps"),
  perform: async (change, _, { kind: action, change: asked }) => {
    const before = await findProduct(change.database);
    const after = changed(before ?? NOTHING_SAID, asked);
    if (after === (before ?? NOTHING_SAID)) return ok(after);
    await change.record({ subject: "product", id: PRODUCT_ID, action, before, after });
    return ok(after);
  },
};
