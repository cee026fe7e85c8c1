import { queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, need } from "./api.ts";

/** What another level did to an administrator of one's own. */
export type Notice = Shape<"NoticeList">["items"][number];

export const noticesQuery = queryOptions({
  queryKey: ["list", "notices"],
  queryFn: async ({ signal }) => (await need(api.GET("/v1/me/notices", { signal }))).items,
});
