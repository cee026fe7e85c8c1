import { PRODUCT_ID, type Product } from "../../catalog/product.ts";
import type { Database } from "../database.ts";
import { toJsonText } from "./columns.ts";
import { toProduct } from "./product-row.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

/** What the vendor says of its apps, or null if nothing was said yet. */
export async function findProduct(database: Database): Promise<Product | null> {
  const row = await database
    .selectFrom("products")
    .selectAll()
    .where("id", "=", PRODUCT_ID)
    .executeTakeFirst();
  return row ? toProduct(row) : null;
}

export async function writeProduct(
  database: Database,
  { id, before, after }: RecordPair<Product>,
): Promise<void> {
  if (after === null) {
    const deleted = database.deleteFrom("products").where("id", "=", id);
    return expectOneRow((await deleted.executeTakeFirst()).numDeletedRows, "product", id);
  }
  const updaters = toJsonText(after.updaters);
  if (before === null) {
    await database.insertInto("products").values({ id, updaters }).execute();
    return;
  }
  const updated = database.updateTable("products").set({ updaters }).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "product", id);
}
