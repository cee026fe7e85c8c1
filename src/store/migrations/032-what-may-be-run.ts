import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * What of a release may be run, by which computers, and until when. A server of the previous version enters releases and
 * builds without limits, and leaves those of existing ones as they are.
 */
export async function addWhatMayBeRun(database: Database): Promise<void> {
  await sql`
    alter table releases
      add column floor_reason text,
      add column support_ends_at timestamptz,
      add column expires_at timestamptz,
      add column warn_days double precision not null default 30,
      add column expiry_reason text,
      add column blocks jsonb not null default '[]'::jsonb check (jsonb_typeof(blocks) = 'array')
  `.execute(database);
  await sql`
    alter table builds
      add column minimum_os_version text,
      add column maximum_os_version text
  `.execute(database);
}
