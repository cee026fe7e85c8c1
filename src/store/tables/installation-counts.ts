import { type RawBuilder, sql } from "kysely";
import type { Architecture, Platform } from "../../catalog/platform.ts";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";

/** The number of an organization's installations with the same platform, architecture, version and switch. */
export interface InstallationCount {
  readonly organizationId: string;
  readonly platform: Platform;
  readonly arch: Architecture;
  /** The version, or null if they do not report one. */
  readonly version: string | null;
  /** R11: whether their user has automatic upgrades on. */
  readonly runsAhead: boolean;
  readonly installations: number;
  /** Greater than that of every count that changed before. */
  readonly revision: number;
}

/** The position of a batch of counts: numbers alone would come again after the database went back in time. */
export interface CountMark {
  readonly revision: number;
  readonly mark: string;
}

/**
 * The mark of the newest batch, or null if none was written yet. Read it before the counts: they then hold all of that
 * batch. Gives `lost` if the database does not have the mark `known` any more.
 */
export async function newestMark(
  database: Database,
  known: CountMark | null,
): Promise<CountMark | "lost" | null> {
  const { rows } = await sql<CountMark>`
    select revision, mark from installation_count_marks
    where revision = ${known?.revision ?? null} or revision = (select max(revision) from installation_count_marks)
    order by revision desc`.execute(database);
  if (known && !rows.some(({ revision, mark }) => revision === known.revision && mark === known.mark))
    return "lost";
  return rows[0] ?? null;
}

/** The counts that changed after a revision, in the order of their changes. */
export async function countsAfter(
  database: Database,
  revision: number,
  max: number,
): Promise<readonly InstallationCount[]> {
  const rows = await database
    .selectFrom("installation_counts")
    .selectAll()
    .where("revision", ">", revision)
    .orderBy("revision")
    .limit(max)
    .execute();
  return rows.map((row) => ({
    organizationId: row.organization_id,
    platform: row.platform,
    arch: row.arch,
    version: row.version === "" ? null : row.version,
    runsAhead: row.runs_ahead,
    installations: row.installations,
    revision: row.revision,
  }));
}

/** `2026-10-06`: the day of an instant, in UTC. */
export function dayOf(instant: Instant): string {
  return formatInstant(instant).slice(0, 10);
}

/**
 * Further parts of the WITH of a statement that changes installations: they update the counts. `changes` selects
 * organization_id, platform, arch, version ('' if it is not known), runs_ahead, and change: 1 for an installation after
 * the change, -1 for one before it.
 */
export function countChanges(changes: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`changed as materialized (
      select organization_id, platform, arch, version, runs_ahead, sum(change)::integer as change
      from (${changes}) as each_change
      group by organization_id, platform, arch, version, runs_ahead having sum(change) <> 0
    ), counted as (
      insert into installation_counts (organization_id, platform, arch, version, runs_ahead, installations)
      select organization_id, platform, arch, version, runs_ahead, change from changed
      on conflict (organization_id, platform, arch, version, runs_ahead) do update set
        installations = installation_counts.installations + excluded.installations,
        revision = excluded.revision
      returning revision
    ), marked as (
      insert into installation_count_marks (revision, mark)
      select max(revision), gen_random_uuid()::text from counted having count(*) > 0
    )`;
}

/**
 * The same for the history, to follow {@link countChanges}; organization '' is all together. `day` as of {@link dayOf}.
 */
export function dateChanges(day: string): RawBuilder<unknown> {
  return sql`dated as (
      insert into adoption_changes (organization_id, day, version, change)
      select organization_id, ${day}::text, version, sum(change)::integer from (
        select organization_id, version, change from changed union all select '', version, change from changed
      ) as at_each_level
      group by organization_id, version having sum(change) <> 0
      on conflict (organization_id, day, version) do update set
        change = adoption_changes.change + excluded.change
    )`;
}
