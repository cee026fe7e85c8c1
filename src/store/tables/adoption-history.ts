import { type RawBuilder, sql } from "kysely";
import { OTHER_MARK } from "../../catalog/counted-version.ts";
import type { Database } from "../database.ts";

/** The change on a day in UTC in the installations of a version, or of those that share a {@link HistoryKind}. */
export interface AdoptionChange extends HistoryKind {
  readonly day: string;
  readonly change: number;
}

/** What is counted together: a version by name, other versions (`isOther`), or those that told none (neither). */
export interface HistoryKind {
  readonly version: string | null;
  readonly isOther: boolean;
}

/** The scope of a history: all organizations, one partner's customers (as they are today), or these organizations. */
export interface HistoryScope {
  readonly partnerId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** The days of a history, both included, and the versions that it names. */
export interface HistoryRange {
  readonly from: string;
  readonly to: string;
  /** The versions of the calendar, in their shortest form. */
  readonly known: readonly string[];
  /** Versions among them that have a name first, in their shortest form. */
  readonly first: readonly string[];
  /** The most versions with a name: `first`, then those with the most installations on any one day. */
  readonly mostNamed: number;
}

/**
 * The changes up to and including a day, in the order of days; those before `from` are summed, as on that day. All
 * sums are made by the database: the answer has at most a row for each day and named version.
 */
export async function listAdoptionChanges(
  database: Database,
  scope: HistoryScope,
  { from, to, known, first, mostNamed }: HistoryRange,
): Promise<readonly AdoptionChange[]> {
  const other = sql.lit(OTHER_MARK);
  const { rows } = await sql<{ day: string; version: string; change: number }>`
    with seen as materialized (
      select greatest(day, ${from}) as day,
        case when version = '' or version = any(${known}::text[]) then version else ${other} end as version,
        sum(change) as change
      from adoption_changes
      where day <= ${to} and ${isInScope(scope, sql`organization_id = ''`)}
      group by 1, 2
    ), running as (
      select version, sum(change) over (partition by version order by day) as installations from seen
    ), named as materialized (
      select version from running where version not in ('', ${other})
      group by version order by version = any(${first}::text[]) desc, max(installations) desc, version limit ${mostNamed}
    )
    select day, version, sum(change)::integer as change from (
      select day, change, case when version = '' or version in (select version from named)
        then version else ${other} end as version
      from seen
    ) as folded
    group by day, version having sum(change) <> 0 order by day, version`.execute(database);
  return rows.map(({ day, version, change }) => ({ day, change, ...toKind(version) }));
}

function toKind(version: string): HistoryKind {
  if (version === OTHER_MARK) return { version: null, isOther: true };
  return { version: version === "" ? null : version, isOther: false };
}

/** The condition that organization_id is in a scope; `whole` is that of a scope without limits. */
export function isInScope({ partnerId, ids }: HistoryScope, whole: RawBuilder<unknown>): RawBuilder<unknown> {
  const served = sql`organization_id in (
    select organization_id from organization_partners where partner_id = ${partnerId ?? null})`;
  const named = sql`organization_id = any(${ids ?? []}::text[])`;
  if (partnerId !== undefined && ids !== undefined) return sql`${served} and ${named}`;
  if (partnerId !== undefined) return served;
  return ids === undefined ? whole : named;
}
