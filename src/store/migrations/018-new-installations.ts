import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The version that an installation told, where it is counted as an other version; and how many new installations of each
 * organization were counted in the last hour, and how many were not. A server of the version before writes neither.
 */
export async function boundNewInstallations(database: Database): Promise<void> {
  await sql`alter table installations add column told text`.execute(database);
  await sql`
    create table new_installations (
      organization_id text primary key,
      hour timestamptz not null,
      added integer not null,
      refused bigint not null,
      refused_since timestamptz,
      refused_at timestamptz
    )`.execute(database);
}
