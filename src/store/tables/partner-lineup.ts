import { sql } from "kysely";
import type { Database } from "../database.ts";

/** What is true for all organizations of a partner lineup. */
export interface PartnerLineup {
  readonly id: string;
  /** R7: whether a partner set a schedule for the organization. */
  readonly hasWord: boolean;
  /** R12: whether a partner does not allow to override. */
  readonly isLocked: boolean;
  /** R10: whether its partners say different things; partners without a word do not count. */
  readonly differs: boolean;
}

const NO_PARTNER: PartnerLineup = { id: "", hasWord: false, isLocked: false, differs: false };

/** Every partner lineup, or those with this partner in them. */
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
 * Computes the partner lineups of organizations. Organizations that the same partners serve, each with the same
 * settings for them, share one: there are few, however many organizations exist, so lists can be limited to those in
 * conflict or locked without looking at each. Call it in the transaction that changed rows of `organization_partners`,
 * with the organizations of these rows.
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

/**
 * The partner lineup of new organizations, for each its partners, none of which has set anything for them; makes those that
 * are not there. Gives their ids in the same order.
 */
export async function lineupsOfNew(
  database: Database,
  partnerIdsOfEach: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const keys = partnerIdsOfEach.map((ids) => [...ids].sort().join(" "));
  const places = new Map<string, number>();
  for (const key of keys) if (key !== "" && !places.has(key)) places.set(key, places.size);
  const serving = [...places].flatMap(([key, place]) =>
    key.split(" ").map((partner_id) => ({ place, partner_id })),
  );
  const ids = serving.length > 0 ? await spell(database, serving) : new Map<number, string>();
  return keys.map((key) => ids.get(places.get(key) ?? -1) ?? NO_PARTNER.id);
}

/** Makes the lineups of partners that set nothing, where they are not there; gives the id of the one at each place. */
async function spell(
  database: Database,
  serving: readonly { readonly place: number; readonly partner_id: string }[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ readonly place: number; readonly id: string }>`
    with serving as (
      select place, partner_id, null::text as cadence, null::integer as deferral_weeks,
        null::boolean as allow_customer_override
      from jsonb_to_recordset(${JSON.stringify(serving)}::jsonb) as given (place integer, partner_id text)
    ), spelled as (
      select place, ${LINEUP_ID} as id from serving group by place
    ), added as (
      insert into lineup_partners (lineup_id, partner_id) select id, partner_id from spelled join serving using (place)
      on conflict do nothing
    )
    select place, id from spelled`.execute(database);
  return new Map(rows.map(({ place, id }) => [place, id]));
}

/** The partners that serve, and what each set, as one text; its digest is the id of the lineup. */
const LINEUP_ID = sql.raw(`
  md5(string_agg(
    concat_ws(':', partner_id, coalesce(cadence, '-'), coalesce(deferral_weeks::text, '-'),
      coalesce(allow_customer_override::text, '-')),
    ' ' order by partner_id collate "C"))`);
