import { sql } from "kysely";
import { addDays, formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { type HistoryScope, isInScope } from "./adoption-history.ts";
import { dayOf } from "./installation-counts.ts";

/** For how many days checks without an enrolment key are told of. */
const TOLD_DAYS = 7;

/** How many organizations {@link findUnproven} names. */
const MOST_NAMED = 10;

/** Adds to how many checks of organizations were not counted today, by the organization's id. */
export async function addUnprovenChecks(
  database: Database,
  counts: ReadonlyMap<string, number>,
  now: Instant,
): Promise<void> {
  // In one order, so that two servers never wait for each other.
  const sorted = [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
  await sql`
    insert into unproven_checks as known (organization_id, day, checks)
    select id, ${dayOf(now)}, checks
    from unnest(${sorted.map(([id]) => id)}::text[], ${sorted.map(([, count]) => count)}::bigint[]) as one (id, checks)
    on conflict (organization_id, day) do update set
      checks = least(known.checks + excluded.checks, ${sql.lit(Number.MAX_SAFE_INTEGER)})`.execute(database);
}

/** Checks that were not counted in the last seven days for want of an enrolment key. */
export interface Unproven {
  readonly checks: number;
  /** The organizations with the most of them, ten or fewer. */
  readonly organizationIds: readonly string[];
}

/** The checks of a part of the tree that were not counted for want of an enrolment key, or null if there were none. */
export async function findUnproven(
  database: Database,
  scope: HistoryScope,
  now: Instant,
): Promise<Unproven | null> {
  const { rows } = await sql<{ checks: number; ids: readonly string[] | null }>`
    select coalesce(sum(checks), 0)::float8 as checks,
      (array_agg(organization_id order by checks desc, organization_id))[1:${sql.lit(MOST_NAMED)}] as ids
    from (
      select organization_id, sum(checks) as checks from unproven_checks
      where day > ${dayOf(addDays(now, -TOLD_DAYS))} and ${isInScope(scope, sql`true`)}
      group by organization_id
    ) as summed`.execute(database);
  const [row] = rows;
  return row && row.checks > 0 ? { checks: row.checks, organizationIds: row.ids ?? [] } : null;
}

/** Removes what is told no more. */
export async function forgetUnproven(database: Database, now: Instant): Promise<void> {
  await sql`delete from unproven_checks where day <= ${dayOf(addDays(now, -TOLD_DAYS))}`.execute(database);
}

/** How many installations of an organization have checked lately, by the enrolment key that they last had. */
interface SeenByKey {
  /** The number of the key, or null for those that had none. */
  readonly key: number | null;
  readonly installations: number;
}

/** The installations of an organization that have checked since an instant, by key; those without one first. */
export async function countSeenByKey(
  database: Database,
  organizationId: string,
  since: Instant,
): Promise<readonly SeenByKey[]> {
  const { rows } = await sql<SeenByKey>`
    select enrolment_key as key, count(*)::integer as installations from installations
    where organization_id = ${organizationId} and last_asked_at >= ${formatInstant(since)}::timestamptz
    group by enrolment_key order by enrolment_key nulls first`.execute(database);
  return rows;
}
