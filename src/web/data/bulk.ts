import { queryOptions } from "@tanstack/react-query";
import type { Shape } from "../../client/shape.ts";
import { api, need } from "./api.ts";

/** What many customers are given: a schedule, or the return to their partner's. */
export type Assignment = Shape<"Schedule"> | "inherit";

/** What a bulk change did; `undo` takes it back, and is absent where nothing does so exactly. */
export type BulkAnswer = Shape<"BulkSettingsAnswer">;

/** What an assignment would do, and whether it could be taken back. `choice` names whom was chosen: ids are many. */
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

/** All of them or none. */
export function assignToMany(organizationIds: readonly string[], schedule: Assignment) {
  return need(
    api.POST("/v1/organizations/bulk-release-settings", {
      body: { organizationIds: [...organizationIds], schedule },
    }),
  );
}

/** Gives each what it had; refused where one of them was changed meanwhile. */
export function undoBulk(undo: NonNullable<BulkAnswer["undo"]>) {
  return need(api.POST("/v1/organizations/bulk-release-settings", { body: undo }));
}
