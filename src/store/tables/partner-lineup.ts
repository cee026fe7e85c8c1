import { sql } from "kysely";
import type { Database } from "../database.ts";

/** What is so for all organizations of a lineup. */
export interface PartnerLineup {
  readonly id: string;
  /** R7: a partner set a schedule for the organization. */
  readonly hasWord: boolean;
  /** R12: a partner does not allow to override. */
  readonly isLocked: boolean;
  /** R10: its partners say different things; who says nothing does not count. */
  readonly differs: boolean;
}

const NO_PARTNER: PartnerLineup = { id: "", hasWord: false, isLocked: false, differs: false };

/** Every lineup, or those with this partner in them. */
export async function findLineups(database: Database, partnerId?: string): Promise<readonly PartnerLineup[]> {
  const isAsked = partnerId === undefined ? sql`true` : sql`bool_or(partner_id = ${partnerId})`;
  const { rows } = await sql<PartnerLineup>`
    select lineup_id as id,
      bool_or(serving.cadence is not null) as "hasWord",
      bool_or(not coalesce(serving.allow_customer_override, partners.allow_customer_override)) as "isLocked",
      count(distinct coalesce(
        serving.cadence || ':' || coalesce(serving.deferral_weeks, 0),
        partners.cadence || ':' || coalesce(partners.deferral_weeks, 0))) > 1 as differs
    from lineup_partners serving join partners on partners.id = serving.partner_id
    group by lineup_id having ${isAsked}`.execute(database);
  return partnerId === undefined ? [NO_PARTNER, ...rows] : rows;
}

/**
 * Organizations that the same partners serve, each saying the same for them, have the same lineup: few, however many
 * organizations there are, so that lists can be limited to those in conflict or locked without looking at each. To be
 * called in the transaction that changed rows of `organization_partners`, with whose rows these were.
 */
export async function refreshLineups(database: Database, organizationIds: readonly string[]): Promise<void> {
  await sql`
    with spelled as (
      select organization_id, ${LINEUP_ID} as lineup_id
      from organization_partners where organization_id = any(${organizationIds}::text[])
      group by organization_id
    ), added as (
      insert into lineup_partners (lineup_id, partner_id, cadence, deferral_weeks, allow_customer_override)
      select distinct lineup_id, partner_id, cadence, deferral_weeks, allow_customer_override
      from spelled join organization_partners using (organization_id)
      on conflict do nothing
    )
    update organizations set lineup_id = coalesce(spelled.lineup_id, '')
    from unnest(${organizationIds}::text[]) as given (id)
    left join spelled on spelled.organization_id = given.id
    where organizations.id = given.id and organizations.lineup_id <> coalesce(spelled.lineup_id, '')`.execute(
    database,
  );
}

/** Who serves, and what each said, as one text; its digest names the lineup. */
const LINEUP_ID = sql.raw(`
  md5(string_agg(
    concat_ws(':', partner_id, coalesce(cadence, '-'), coalesce(deferral_weeks::text, '-'),
      coalesce(allow_customer_override::text, '-')),
    ' ' order by partner_id collate "C"))`);
