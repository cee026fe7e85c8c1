import { NOTHING_SAID } from "../../catalog/product.ts";
import { ProductAnswer } from "../../contract/product.ts";
import { ok } from "../../result.ts";
import { findProduct } from "../../store/tables/product-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";

export const getProduct = endpoint({
  method: "GET",
  path: "/v1/product",
  summary: "What the vendor says once of its apps: the public keys that they verify updates with",
  entity: "product",
  answer: ProductAnswer,
  handle: async ({ actor }, { store }) => {
    if (!may(actor, "manage_catalog")) return notAllowed("see what is said of the apps");
    return ok((await findProduct(store.database)) ?? NOTHING_SAID);
  },
});
