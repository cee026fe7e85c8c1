import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Architecture, Platform } from "../../catalog/platform.ts";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import type { RowOf } from "./columns.ts";
import { computerChanges } from "./computer-counts.ts";
import { markRevisions } from "./count-marks.ts";
import type { INSTALLATION_COUNT_COLUMNS } from "./installation-row.ts";

/** The number of an organization's installations with the same platform, architecture, version and switch. */
export interface InstallationCount {
  readonly organizationId: string;
  readonly platform: Platform;
  readonly arch: Architecture;
  /** The version, or null if they do not report one. */
  readonly version: string | null;
  /** R11: whether their user has automatic upgrades on. */
  readonly runsAhead: boolean;
  /** What they said of their computers, or null if these are all of them, whatever they said. */
  readonly computer: CountedComputer | null;
  readonly installations: number;
  /** Greater than that of every count that changed before. */
  readonly revision: number;
}

/** What installations that are counted together said of their computers: at least one of both. */
export interface CountedComputer {
  /** R32: what the version of their operating system is counted as, or null if it makes no difference. */
  readonly os: string | null;
  /** R30: whether something other than Sluice decides what they run. */
  readonly isManaged: boolean;
}

/** The counts of both tables that changed after a revision, in the order of their changes; all by one statement. */
export async function countsAfter(
  database: Database,
  revision: number,
  max: number,
): Promise<readonly InstallationCount[]> {
  const kind = sql`organization_id, platform, arch, version, runs_ahead`;
  const changed = sql`where revision > ${revision} order by revision limit ${max}`;
  const { rows } = await sql<ChangedCountRow>`
    (select ${kind}, null as os_class, null as managed, installations, revision from installation_counts ${changed})
    union all
    (select ${kind}, os_class, managed, installations, revision from computer_counts ${changed})
    order by revision limit ${max}`.execute(database);
  return rows.map(toCount);
}

/** A row of one of the tables; `managed` is null for one of installation_counts. */
interface ChangedCountRow extends Selectable<RowOf<typeof INSTALLATION_COUNT_COLUMNS>> {
  readonly os_class: string | null;
  readonly managed: boolean | null;
}

function toCount(row: ChangedCountRow): InstallationCount {
  const { managed, os_class: os } = row;
  return {
    organizationId: row.organization_id,
    platform: row.platform,
    arch: row.arch,
    version: orNull(row.version),
    runsAhead: row.runs_ahead,
    computer: managed === null ? null : { os: orNull(os), isManaged: managed },
    installations: row.installations,
    revision: row.revision,
  };
}

/** Null for the text that stands for what is not known. */
export function orNull(text: string | null): string | null {
  return text === "" ? null : text;
}

/** What installations are counted by beside runs_ahead, as columns of installations; '' for what is not known. */
export const COUNTED_COLUMNS = sql`
  organization_id, platform, arch, coalesce(version, '') as version, coalesce(os_class, '') as os_class, managed`;

/** `2026-10-06`: the day of an instant, in UTC. */
export function dayOf(instant: Instant): string {
  return formatInstant(instant).slice(0, 10);
}

/**
 * Further parts of the WITH of a statement that changes installations: they update the counts. `changes` selects
 * the columns of {@link kindColumns}, and change: 1 for an installation after the change, -1 for one before it.
 */
export function countChanges(changes: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`each_change as materialized (${changes}), changed as materialized (
      select organization_id, platform, arch, version, runs_ahead, sum(change)::integer as change
      from each_change
      group by organization_id, platform, arch, version, runs_ahead having sum(change) <> 0
    ), counted as (
      insert into installation_counts (organization_id, platform, arch, version, runs_ahead, installations)
      select organization_id, platform, arch, version, runs_ahead, change from changed
      on conflict (organization_id, platform, arch, version, runs_ahead) do update set
        installations = installation_counts.installations + excluded.installations,
        revision = excluded.revision
      returning revision
    ), ${computerChanges()},
    ${markRevisions(sql`select revision from counted union all select revision from counted_computers`)}`;
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
