import { type RawBuilder, sql } from "kysely";
import type { Database } from "../database.ts";

/** The change in the installations of a version on a day in UTC; `version` is null if they do not report one. */
export interface AdoptionChange {
  readonly day: string;
  readonly version: string | null;
  readonly change: number;
}

/** The scope of a history: all organizations, one partner's customers (as they are today), or these organizations. */
export interface HistoryScope {
  readonly partnerId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** The changes up to and including a day, in the order of days; those before `from` are summed, as on that day. */
export async function listAdoptionChanges(
  database: Database,
  scope: HistoryScope,
  from: string,
  to: string,
): Promise<readonly AdoptionChange[]> {
  const { rows } = await sql<{ day: string; version: string; change: number }>`
    select day, version, sum(change)::integer as change from (
      select greatest(day, ${from}) as day, version, change from adoption_changes
      where day <= ${to} and ${isIn(scope)}
    ) as seen
    group by day, version having sum(change) <> 0 order by day, version`.execute(database);
  return rows.map((row) => ({ ...row, version: row.version === "" ? null : row.version }));
}

function isIn({ partnerId, ids }: HistoryScope): RawBuilder<unknown> {
  const served = sql`organization_id in (
    select organization_id from organization_partners where partner_id = ${partnerId ?? null})`;
  const named = sql`organization_id = any(${ids ?? []}::text[])`;
  if (partnerId !== undefined && ids !== undefined) return sql`${served} and ${named}`;
  if (partnerId !== undefined) return served;
  return ids === undefined ? sql`organization_id = ''` : named;
}
