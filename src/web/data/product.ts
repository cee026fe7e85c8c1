import { queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, needAnswer } from "./api.ts";
import { refreshAfter } from "./refresh.ts";

export type Product = Shape<"ProductAnswer">;
export type ProductChange = Shape<"ProductPatch">;

/** What is said once of the vendor's apps, with the ETag for a save; only for the vendor. */
export const productQuery = queryOptions({
  queryKey: ["catalog", "product"],
  queryFn: ({ signal }) => needAnswer(api.GET("/v1/product", { signal })),
});

/** Changes what is said of the apps if nobody did since the answer with this `etag`. */
export async function changeProduct(change: ProductChange, etag: string | null): Promise<void> {
  await needAnswer(api.PATCH("/v1/product", { body: change, ...(etag !== null && { ifMatch: etag }) }));
  refreshAfter({ subject: { kind: "product", id: "" } });
}
