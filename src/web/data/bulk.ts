import { queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, need } from "./api.ts";

/** What many customers get: a schedule, or `inherit` for their partner's. */
export type Assignment = Shape<"Schedule"> | "inherit";

/** What a bulk change did. `undo` reverses it, and is absent if nothing does so exactly. */
export type BulkAnswer = Shape<"BulkSettingsAnswer">;

/** What an assignment would do, and whether it could be undone. `choice` stands for the many ids in the query's key. */
export function bulkPreviewQuery(choice: string, organizationIds: readonly string[], schedule: Assignment) {
  return queryOptions({
    queryKey: ["list", "bulk-preview", choice, schedule],
    queryFn: async () => {
      const body = { organizationIds: [...organizationIds], schedule };
      return need(
        api.POST("/v1/organizations/bulk-release-settings", { params: { query: { dryRun: "true" } }, body }),
      );
    },
    gcTime: 0,
    staleTime: 0,
  });
}

/** Changes all of these organizations or none. */
export function assignToMany(organizationIds: readonly string[], schedule: Assignment) {
  return need(
    api.POST("/v1/organizations/bulk-release-settings", {
      body: { organizationIds: [...organizationIds], schedule },
    }),
  );
}

/** Reverses a bulk change; refused if one of the organizations was changed since. */
export function undoBulk(undo: NonNullable<BulkAnswer["undo"]>) {
  return need(api.POST("/v1/organizations/bulk-release-settings", { body: undo }));
}
