import type { Selectable } from "kysely";
import type { ActorReference } from "../../tenancy/actor.ts";
import type { ForecastLink } from "../../tenancy/forecast-link.ts";
import type { Kept } from "../../tenancy/sponsor.ts";
import { jsonb, nullable, type RowOf, text, timestamp } from "./columns.ts";

/** A private link to a forecast and the hash of its secret. */
export const FORECAST_LINK_COLUMNS = {
  id: text(),
  organization_id: text(),
  secret_hash: text(),
  created_at: timestamp(),
  created_by: jsonb<ActorReference>(),
  kept: nullable(jsonb<Kept>()),
};

export function toForecastLink(row: Selectable<RowOf<typeof FORECAST_LINK_COLUMNS>>): ForecastLink {
  return {
    id: row.id,
    organizationId: row.organization_id,
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.kept && { kept: row.kept }),
  };
}
