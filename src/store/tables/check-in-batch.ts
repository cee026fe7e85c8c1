import { type RawBuilder, sql } from "kysely";
import type { Architecture, Platform } from "../../catalog/platform.ts";
import type { Updater } from "../../catalog/updaters.ts";
import type { Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { CHECK_IN_LOCK, lockForTransaction } from "../locks.ts";
import type { Store } from "../store.ts";
import { COUNTED_COLUMNS, countChanges, dateChanges, dayOf } from "./installation-counts.ts";
import { boundNewInstallations, type InstallationBounds, USUAL_BOUNDS } from "./new-installations.ts";
import { updaterChanges } from "./updater-counts.ts";

/** What an installation told when it asked, and what it was offered. Versions are in their one form. */
export interface CheckIn {
  readonly organizationId: string;
  readonly installationId: string;
  readonly userId: string | null;
  /** The state that it told: many tell the same, and a batch sends each object once. */
  readonly told: ToldState;
  readonly askedAt: Instant;
}

/** The state of an installation: what it told of its app and its computer, and what it was offered. */
export interface ToldState {
  readonly platform: Platform;
  readonly arch: Architecture;
  /** The protocol of the feed that it asked, or null if it asked the check. */
  readonly updater: Updater | null;
  /** What the version that it runs is counted as (see `formatCounted`), or null if it told none. */
  readonly version: string | null;
  /** The version that it told, if that is counted as an other version; else null. */
  readonly told: string | null;
  /** R32: the version of the operating system that it told, in its one form, or null if it told none. */
  readonly osVersion: string | null;
  /** What that is counted as, or null if it makes no difference. */
  readonly osClass: string | null;
  /** R30: whether something other than Sluice decides what it runs. */
  readonly managed: boolean;
  /** The number of the organization's enrolment key whose tag it had, or null. */
  readonly enrolmentKey: number | null;
  /** The version that it was offered, or null if it was told to stay. */
  readonly offered: string | null;
}

/** New installations of an organization that were refused, because it had too many. */
export interface RefusedInstallations {
  readonly organizationId: string;
  readonly refused: number;
}

/**
 * Stores check-ins in one statement with the counts that follow; they name each installation at most once. Skips those
 * of removed organizations, and those older than the stored one, unless that is of a clock that was ahead; leaves out users that were removed or belong to
 * another organization. Servers write one batch at a time, so the counts are exact, and revisions are in the order of
 * commits.
 *
 * Gives what new installations were refused, by organization.
 */
export async function writeCheckIns(
  store: Store,
  checkIns: readonly CheckIn[],
  now: Instant,
  bounds: InstallationBounds = USUAL_BOUNDS,
): Promise<readonly RefusedInstallations[]> {
  if (checkIns.length === 0) return [];
  return store.database
    .transaction()
    .setIsolationLevel("read committed")
    .execute(async (transaction) => {
      await lockForTransaction(transaction, CHECK_IN_LOCK);
      return writeBatch(transaction, checkIns, { now, bounds });
    });
}

/** Whether a known installation is counted otherwise than before. */
const IS_OTHER = sql`(platform, arch, coalesce(version, ''), coalesce(os_class, ''), managed, runs_ahead)
  <> (old_platform, old_arch, coalesce(old_version, ''), coalesce(old_os_class, ''), old_managed, old_runs_ahead)`;

/** The changes of the counts: of new installations, and of known ones that are counted otherwise. */
const CHANGES = sql`
  select ${COUNTED_COLUMNS}, runs_ahead, 1 as change from admitted
  union all
  select ${COUNTED_COLUMNS}, runs_ahead, 1 from given where place is not null and ${IS_OTHER}
  union all
  select organization_id, old_platform, old_arch, coalesce(old_version, ''), coalesce(old_os_class, ''), old_managed,
    old_runs_ahead, -1
  from given where place is not null and ${IS_OTHER}`;

/**
 * Writes a batch. Existing rows are updated in place: nothing moves them while the lock is held. The statement is such that
 * each of them is looked up by its key and then by its place, never by reading the whole table, whatever the planner knows.
 */
async function writeBatch(
  database: Database,
  checkIns: readonly CheckIn[],
  { now, bounds }: { readonly now: Instant; readonly bounds: InstallationBounds },
): Promise<readonly RefusedInstallations[]> {
  const { rows } = await sql<RefusedInstallations>`
    with given as materialized (
      select asked.organization_id, asked.installation_id, users.id as user_id,
        coalesce(users.allow_automatic_upgrades, false) as runs_ahead,
        asked.platform, asked.arch, asked.version, asked.told, asked.offered, asked.asked_at, asked.updater,
        asked.os_version, asked.os_class, asked.managed, asked.enrolment_key,
        old.platform as old_platform, old.arch as old_arch, old.version as old_version,
        old.os_class as old_os_class, old.managed as old_managed,
        old.runs_ahead as old_runs_ahead, old.updater as old_updater, old.ctid as place
      from ${asTable(checkIns)}
      join organizations on organizations.id = asked.organization_id
      left join users on users.id = asked.user_id and users.organization_id = asked.organization_id
      left join lateral (
        select *, ctid from installations
        where organization_id = asked.organization_id and installation_id = asked.installation_id limit 1
      ) as old on true
      where old.last_asked_at is null or old.last_asked_at <= asked.asked_at
        or old.last_asked_at > clock_timestamp() + interval '1 hour'
    ), ${boundNewInstallations(bounds, now)}, updated as (
      update installations set
        user_id = given.user_id, runs_ahead = given.runs_ahead, platform = given.platform,
        arch = given.arch, version = given.version, told = given.told, offered = given.offered,
        last_asked_at = given.asked_at, updater = given.updater,
        os_version = given.os_version, os_class = given.os_class, managed = given.managed,
        enrolment_key = given.enrolment_key
      from given
      where installations.ctid = any(array(select place from given)) and installations.ctid = given.place
    ), added as (
      insert into installations (
        organization_id, installation_id, user_id, runs_ahead, platform, arch, version, told, offered,
        last_asked_at, updater, os_version, os_class, managed, enrolment_key
      )
      select organization_id, installation_id, user_id, runs_ahead, platform, arch, version, told, offered,
        asked_at, updater, os_version, os_class, managed, enrolment_key
      from admitted
    ), ${countChanges(CHANGES)}, ${dateChanges(dayOf(now))}, ${updaterChanges()}
    select organization_id as "organizationId", count - room as refused from rooms where count > room`.execute(
    database,
  );
  return rows;
}

/**
 * The check-ins as a table `asked`, in the order of the table of installations, so that neighbours are written one after the
 * other. What many tell alike is sent once.
 */
function asTable(checkIns: readonly CheckIn[]): RawBuilder<unknown> {
  const numbers = new Map<ToldState, number>();
  for (const { told } of checkIns) if (!numbers.has(told)) numbers.set(told, numbers.size + 1);
  const states = [...numbers.keys()];
  const of = (read: (one: CheckIn) => string | number | null, type = "text") =>
    sql`${checkIns.map(read)}::${sql.raw(type)}[]`;
  const told = (read: (one: ToldState) => string | boolean | number | null, type = "text") =>
    sql`${states.map(read)}::${sql.raw(type)}[]`;
  return sql`(
    select one.organization_id, one.installation_id, one.user_id, told.*,
      timestamptz 'epoch' + one.asked_at * interval '1 millisecond' as asked_at
    from unnest(
      ${of((one) => one.organizationId)}, ${of((one) => one.installationId)}, ${of((one) => one.userId)},
      ${of((one) => one.askedAt, "bigint")}, ${of((one) => numbers.get(one.told) ?? 0, "integer")}
    ) as one (organization_id, installation_id, user_id, asked_at, state)
    left join unnest(
      ${told((one) => one.platform)}, ${told((one) => one.arch)}, ${told((one) => one.updater)},
      ${told((one) => one.version)}, ${told((one) => one.told)}, ${told((one) => one.osVersion)},
      ${told((one) => one.osClass)}, ${told((one) => one.managed, "boolean")}, ${told((one) => one.offered)},
      ${told((one) => one.enrolmentKey, "integer")}
    ) with ordinality as told (
      platform, arch, updater, version, told, os_version, os_class, managed, offered, enrolment_key, state
    ) on told.state = one.state
    order by one.organization_id collate "C"
  ) as asked`;
}
