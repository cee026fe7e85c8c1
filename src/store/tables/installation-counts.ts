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
