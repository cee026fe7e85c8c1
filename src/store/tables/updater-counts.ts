import { type RawBuilder, sql } from "kysely";
import { UPDATERS, type Updater } from "../../catalog/updaters.ts";
import type { Database } from "../database.ts";
import { type HistoryScope, isInScope } from "./adoption-history.ts";

/** How many installations asked last by a protocol. */
export interface UpdaterCount {
  readonly updater: Updater;
  readonly installations: number;
}

/** The installations of a part of the tree by the protocols by which they asked last, in the order of the protocols. */
export async function countUpdaters(
  database: Database,
  scope: HistoryScope,
): Promise<readonly UpdaterCount[]> {
  const { rows } = await sql<UpdaterCount>`
    select updater, sum(installations)::integer as installations from updater_counts
    where ${isInScope(scope, sql`organization_id = ''`)}
    group by updater having sum(installations) > 0`.execute(database);
  return UPDATERS.flatMap((updater) => rows.find((row) => row.updater === updater) ?? []);
}

/**
 * Further parts of the WITH of a statement that writes check-ins: they update the counts. Of `admitted` and `given` they
 * read organization_id and updater; of `given` place and old_updater, too. Organization '' is all together.
 */
export function updaterChanges(): RawBuilder<unknown> {
  return sql`changed_updaters as materialized (
      select organization_id, updater, sum(change)::integer as change from (
        select organization_id, updater, 1 as change from admitted
        union all
        select organization_id, updater, 1 from given
        where place is not null and updater is distinct from old_updater
        union all
        select organization_id, old_updater, -1 from given
        where place is not null and updater is distinct from old_updater
      ) as each_change
      where updater is not null
      group by organization_id, updater having sum(change) <> 0
    ), counted_updaters as (
      insert into updater_counts (organization_id, updater, installations)
      select organization_id, updater, change from changed_updaters
      union all
      select '', updater, sum(change) from changed_updaters group by updater having sum(change) <> 0
      on conflict (organization_id, updater) do update set
        installations = updater_counts.installations + excluded.installations
    )`;
}

/** Takes a removed organization out of the counts. */
export async function deleteUpdaterCounts(database: Database, organizationId: string): Promise<void> {
  await sql`
    with gone as (delete from updater_counts where organization_id = ${organizationId} returning *)
    update updater_counts set installations = updater_counts.installations - gone.installations
    from gone where updater_counts.organization_id = '' and updater_counts.updater = gone.updater`.execute(
    database,
  );
}

/** Counts all installations anew, and writes the counts that differ. */
export async function recountUpdaters(database: Database): Promise<void> {
  await sql`
    with counted as materialized (
      select organization_id, updater, count(*)::integer as installations
      from installations where updater is not null group by organization_id, updater
    ), wanted as materialized (
      select * from counted
      union all
      select '', updater, sum(installations)::integer from counted group by updater
    ), gone as (
      delete from updater_counts as known where not exists (
        select from wanted where wanted.organization_id = known.organization_id and wanted.updater = known.updater
      )
    )
    insert into updater_counts (organization_id, updater, installations)
    select * from wanted where not exists (
      select from updater_counts as known
      where known.organization_id = wanted.organization_id and known.updater = wanted.updater
        and known.installations = wanted.installations
    )
    on conflict (organization_id, updater) do update set installations = excluded.installations`.execute(
    database,
  );
}
