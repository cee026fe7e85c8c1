import { sql } from "kysely";
import { OTHER_MARK } from "../../catalog/counted-version.ts";
import type { Database } from "../database.ts";
import { CHECK_IN_LOCK, lockForTransaction } from "../locks.ts";
import { COUNTED_COLUMNS, countChanges } from "./installation-counts.ts";
import { type Installation, toInstallation } from "./installation-row.ts";
import { deleteUpdaterCounts } from "./updater-counts.ts";

/** Stands for all versions that are not counted by name. */
export const OTHER_VERSIONS = Symbol("other versions");

export interface InstallationPage {
  readonly userId?: string | undefined;
  /** Only those that told this version, or whose version is counted as an other one. */
  readonly version?: string | typeof OTHER_VERSIONS | undefined;
  /** Only the one with this id. */
  readonly id?: string | undefined;
  /** Only ids that contain this. */
  readonly q?: string | undefined;
  /** The id at the end of the previous page. */
  readonly after?: string | undefined;
  readonly max: number;
}

/** The installations of an organization, by their ids. */
export async function listInstallations(
  database: Database,
  organizationId: string,
  { userId, version, id, q, after, max }: InstallationPage,
): Promise<readonly Installation[]> {
  let query = database.selectFrom("installations").selectAll().where("organization_id", "=", organizationId);
  if (userId !== undefined) query = query.where("user_id", "=", userId);
  if (version !== undefined) query = query.where(runs(version));
  if (id !== undefined) query = query.where("installation_id", "=", id);
  if (q) query = query.where(sql<boolean>`strpos(lower(installation_id), lower(${q})) > 0`);
  if (after !== undefined) query = query.where("installation_id", ">", after);
  return (await query.orderBy("installation_id").limit(max).execute()).map(toInstallation);
}

function runs(version: string | typeof OTHER_VERSIONS) {
  const isOther = sql`starts_with(version, ${OTHER_MARK})`;
  return version === OTHER_VERSIONS
    ? sql<boolean>`${isOther}`
    : sql<boolean>`case when ${isOther} then told else version end = ${version}`;
}

/** Removes an organization's installations, with their counts and their history. */
export async function deleteInstallations(database: Database, organizationId: string): Promise<void> {
  await lockForTransaction(database, CHECK_IN_LOCK);
  await sql`delete from installations where organization_id = ${organizationId}`.execute(database);
  await sql`delete from installation_counts where organization_id = ${organizationId}`.execute(database);
  await sql`delete from computer_counts where organization_id = ${organizationId}`.execute(database);
  await sql`delete from new_installations where organization_id = ${organizationId}`.execute(database);
  await deleteUpdaterCounts(database, organizationId);
  await sql`
    with gone as (
      delete from adoption_changes where organization_id = ${organizationId} returning day, version, change
    )
    insert into adoption_changes select '', day, version, -change from gone
    on conflict (organization_id, day, version) do update set
      change = adoption_changes.change + excluded.change`.execute(database);
}

/** R11: sets whether a user's installations run ahead, after the switch was changed. */
export async function markRunningAhead(
  database: Database,
  userId: string,
  runsAhead: boolean,
): Promise<void> {
  await changeInstallationsOf(database, userId, { userId, runsAhead });
}

/** Removes a user's id from the installations, which then follow the organization; the user must still be there. */
export async function forgetUserOfInstallations(database: Database, userId: string): Promise<void> {
  await changeInstallationsOf(database, userId, { userId: null, runsAhead: false });
}

/** The versions that they run do not change, so neither does the history. */
async function changeInstallationsOf(
  database: Database,
  id: string,
  { userId, runsAhead }: { readonly userId: string | null; readonly runsAhead: boolean },
): Promise<void> {
  await lockForTransaction(database, CHECK_IN_LOCK);
  const changes = sql`
    select ${COUNTED_COLUMNS}, runs_ahead, -1 as change from before
    union all
    select ${COUNTED_COLUMNS}, ${runsAhead}::boolean, 1 from before`;
  const isTheirs = sql`user_id = ${id} and organization_id = (select organization_id from users where id = ${id})`;
  await sql`
    with before as materialized (select * from installations where ${isTheirs}),
    written as (
      update installations set user_id = ${userId}, runs_ahead = ${runsAhead} where ${isTheirs}
    ), ${countChanges(changes)}
    select 1`.execute(database);
}
