import { type RawBuilder, sql } from "kysely";
import type { Database } from "../database.ts";
import { markRevisions } from "./count-marks.ts";

const KIND = sql`organization_id, platform, arch, version, runs_ahead, os_class, managed`;

/** Whether an installation said something of its computer by which it is counted. */
const IS_SAID = sql`(os_class <> '' or managed)`;

/**
 * Further parts of the WITH of a statement that changes installations: they update the counts of those that said something
 * of their computer, by `each_change` of `countChanges`. `counted_computers` gives the revisions.
 */
export function computerChanges(): RawBuilder<unknown> {
  return sql`changed_computers as (
      select ${KIND}, sum(change)::integer as change from each_change
      where ${IS_SAID}
      group by ${KIND} having sum(change) <> 0
    ), counted_computers as (
      insert into computer_counts (${KIND}, installations)
      select ${KIND}, change from changed_computers
      on conflict (${KIND}) do update set
        installations = computer_counts.installations + excluded.installations,
        revision = excluded.revision
      returning revision
    )`;
}

/**
 * Counts anew the installations that said something of their computer, and writes the counts that differ: a server of the
 * version before changes installations without them.
 */
export async function recountComputers(database: Database): Promise<void> {
  const isSame = sql`(
    wanted.organization_id, wanted.platform, wanted.arch, wanted.version, wanted.runs_ahead, wanted.os_class, wanted.managed
  ) = (known.organization_id, known.platform, known.arch, known.version, known.runs_ahead, known.os_class, known.managed)`;
  await sql`
    with wanted as materialized (
      select ${KIND}, count(*)::integer as installations from (
        select organization_id, platform, arch, coalesce(version, '') as version, runs_ahead,
          coalesce(os_class, '') as os_class, managed
        from installations where os_class is not null or managed
      ) as said
      group by ${KIND}
    ), gone as (
      update computer_counts as known set installations = 0, revision = nextval('installation_revision')
      where installations <> 0 and not exists (select from wanted where ${isSame})
      returning revision
    ), renewed as (
      insert into computer_counts (${KIND}, installations)
      select ${KIND}, installations from wanted where not exists (
        select from computer_counts as known where ${isSame} and known.installations = wanted.installations
      )
      on conflict (${KIND}) do update set installations = excluded.installations, revision = excluded.revision
      returning revision
    ), ${markRevisions(sql`select revision from gone union all select revision from renewed`)}
    select 1`.execute(database);
}
