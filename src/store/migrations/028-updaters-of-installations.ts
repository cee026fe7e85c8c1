import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The protocol by which each installation asked last, where that was a feed, and how many there are of each. A server of the
 * version before writes neither, which upkeep sets right.
 */
export async function noteUpdatersOfInstallations(database: Database): Promise<void> {
  await sql`alter table installations add column updater text`.execute(database);
  await sql`
    create table updater_counts (
      organization_id text not null,
      updater text not null,
      installations integer not null,
      primary key (organization_id, updater)
    )`.execute(database);
}
