import { changeProduct as changed, NOTHING_SAID } from "../../catalog/product.ts";
import { permit } from "../../commands/perform.ts";
import { ProductAnswer, ProductPatch } from "../../contract/product.ts";
import { err } from "../../result.ts";
import { findProduct } from "../../store/tables/product-table.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { wrongAppcast } from "../signatures/file-inspection.ts";

export const changeProduct = endpoint({
  method: "PATCH",
  path: "/v1/product",
  summary:
    "Change what is said of the apps: for each protocol that is named its public keys and the like; null says nothing any more",
  entity: "product",
  asksForProof: true,
  body: ProductPatch,
  answer: ProductAnswer,
  handle: async ({ actor, body }, context) => {
    const permitted = permit(actor, "change_product");
    if (!permitted.ok) return permitted;
    const before = (await findProduct(context.store.database)) ?? NOTHING_SAID;
    const { sparkle } = changed(before, body).updaters;
    const wrong =
      sparkle?.emptyAppcast === undefined
        ? null
        : wrongAppcast(sparkle.publicKeys, sparkle.emptyAppcast, "updaters.sparkle.emptyAppcast");
    return wrong ? err(wrong) : perform(context, actor, { kind: "change_product", change: body });
  },
});
