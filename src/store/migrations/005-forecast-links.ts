import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Private links to forecasts; the secret of each is kept as its SHA-256 only. */
export async function createForecastLinks(database: Database): Promise<void> {
  await sql`
    create table forecast_links (
      id text primary key,
      organization_id text not null references organizations (id),
      secret_hash text not null unique,
      created_at timestamptz not null,
      created_by jsonb not null
    )`.execute(database);
  await sql`
    create index forecast_links_by_organization
    on forecast_links (organization_id, created_at, id)`.execute(database);
}
