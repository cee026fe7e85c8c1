import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Partner lineups: what the partners of an organization set for it, once for all organizations that are alike in this.
 * `lineup_id` is empty if no partner serves.
 */
export async function createLineups(database: Database): Promise<void> {
  await sql`
    create table lineup_partners (
      lineup_id text not null,
      partner_id text not null,
      cadence text,
      deferral_weeks smallint,
      allow_customer_override boolean,
      primary key (lineup_id, partner_id)
    )`.execute(database);
  await sql`alter table organizations add column lineup_id text not null default ''`.execute(database);
  await fillLineups(database);
  await sql`
    create index organizations_by_lineup on organizations (lineup_id, name_key, id)`.execute(database);
  await sql`analyze organizations, organization_partners, lineup_partners`.execute(database);
}

/** Fills the lineups of existing organizations, as the program does at the time of this migration. */
async function fillLineups(database: Database): Promise<void> {
  await sql`
    update organizations set lineup_id = spelled.lineup_id
    from (
      select organization_id, md5(string_agg(
        concat_ws(':', partner_id, coalesce(cadence, '-'), coalesce(deferral_weeks::text, '-'),
          coalesce(allow_customer_override::text, '-')),
        ' ' order by partner_id collate "C")) as lineup_id
      from organization_partners group by organization_id
    ) as spelled
    where spelled.organization_id = organizations.id`.execute(database);
  await sql`
    insert into lineup_partners (lineup_id, partner_id, cadence, deferral_weeks, allow_customer_override)
    select distinct lineup_id, partner_id, serving.cadence, serving.deferral_weeks, allow_customer_override
    from organizations join organization_partners serving on serving.organization_id = organizations.id`.execute(
    database,
  );
}
