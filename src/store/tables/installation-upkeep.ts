import { sql } from "kysely";
import { addDays, formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { CHECK_IN_LOCK, lockForTransaction } from "../locks.ts";
import type { Store } from "../store.ts";
import { recountComputers } from "./computer-counts.ts";
import { COUNTED_COLUMNS, countChanges, dateChanges, dayOf } from "./installation-counts.ts";
import { forgetNewInstallations } from "./new-installations.ts";
import { forgetUnproven } from "./unproven-checks.ts";
import { recountUpdaters } from "./updater-counts.ts";

/** How long things are kept, in days. */
export interface Retention {
  /** Installations since their last check. */
  readonly installationDays: number;
  /** The history by day; what is older is summed into its first day. */
  readonly historyDays: number;
}

const UPKEEP = "installations";
const EVERY_DAYS = 1;

/**
 * Removes installations that have not asked for long, counts protocols and computers anew and shortens the history, at most once a
 * day, for whichever server asks first. Gives the number of removed installations, or null if it was not due.
 */
export async function keepUpInstallations(
  store: Store,
  { installationDays, historyDays }: Retention,
  now: Instant,
): Promise<number | null> {
  return store.database
    .transaction()
    .setIsolationLevel("read committed")
    .execute(async (transaction) => {
      if (!(await isDue(transaction, now))) return null;
      await lockForTransaction(transaction, CHECK_IN_LOCK);
      const last = await beginUpkeep(transaction, now);
      if (last === null) return null;
      const gone = await deleteUnseen(transaction, addDays(now, -installationDays), now);
      await recountUpdaters(transaction);
      await recountComputers(transaction);
      await shortenHistory(transaction, dayOf(addDays(now, -historyDays)));
      await forgetNewInstallations(transaction, now);
      await forgetUnproven(transaction, now);
      await deleteEmptyCounts(transaction, last);
      return gone;
    });
}

/** Whether upkeep is due, asked without a lock, since nearly always it is not. */
async function isDue(database: Database, now: Instant): Promise<boolean> {
  const done = await database
    .selectFrom("upkeep")
    .select("done_at")
    .where("name", "=", UPKEEP)
    .executeTakeFirst();
  return done === undefined || done.done_at <= addDays(now, -EVERY_DAYS);
}

/**
 * Gives the revision at the previous upkeep: followers have long read everything up to it. Gives null if another server
 * was first.
 */
async function beginUpkeep(database: Database, now: Instant): Promise<number | null> {
  if (!(await isDue(database, now))) return null;
  const before = await database
    .selectFrom("upkeep")
    .select("revision")
    .where("name", "=", UPKEEP)
    .executeTakeFirst();
  await sql`
    insert into upkeep (name, done_at, revision)
    values (${UPKEEP}, ${formatInstant(now)}, (select coalesce(max(revision), 0) from installation_count_marks))
    on conflict (name) do update set done_at = excluded.done_at, revision = excluded.revision`.execute(
    database,
  );
  return before?.revision ?? 0;
}

/** Removes counts of none that were read, and marks that no follower compares any more. */
async function deleteEmptyCounts(database: Database, upTo: number): Promise<void> {
  await sql`delete from installation_counts where installations = 0 and revision <= ${upTo}`.execute(
    database,
  );
  await sql`delete from computer_counts where installations = 0 and revision <= ${upTo}`.execute(database);
  await sql`delete from installation_count_marks where revision < ${upTo}`.execute(database);
}

async function deleteUnseen(database: Database, since: Instant, now: Instant): Promise<number> {
  const changes = sql`

    select ${COUNTED_COLUMNS}, runs_ahead, -1 as change from gone`;
  const { rows } = await sql<{ count: number }>`
    with gone as (
      delete from installations
      where last_asked_at < ${formatInstant(since)}::timestamptz
      returning *
    ), ${countChanges(changes)}, ${dateChanges(dayOf(now))}
    select count(*) as count from gone`.execute(database);
  return Number(rows[0]?.count ?? 0);
}

/** Moves changes before the first day to that day, so that sums from the beginning stay the same. */
async function shortenHistory(database: Database, firstDay: string): Promise<void> {
  await sql`
    with gone as (delete from adoption_changes where day < ${firstDay} returning *)
    insert into adoption_changes (organization_id, day, version, change)
    select organization_id, ${firstDay}::text, version, sum(change)::integer from gone
    group by organization_id, version having sum(change) <> 0
    on conflict (organization_id, day, version) do update set
      change = adoption_changes.change + excluded.change`.execute(database);
}
