import { type RawBuilder, sql } from "kysely";
import { addDays, formatInstant, type Instant, toInstant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { type HistoryScope, isInScope } from "./adoption-history.ts";

/** Bounds on what checks can add to one organization; a check needs no token. */
export interface InstallationBounds {
  /** New installations in each hour of the clock. */
  readonly newPerHour: number;
  /** Installations in all, or ten for each of its users if that is more. */
  readonly most: number;
}

export const USUAL_BOUNDS: InstallationBounds = { newPerHour: 5_000, most: 50_000 };

const PER_USER = 10;
const HOUR_MS = 3_600_000;

/** For how many days after the last refusal an organization counts as suspicious. */
const SUSPICIOUS_DAYS = 7;

/** How many organizations {@link findSuspicion} names. */
const MOST_NAMED = 10;

/**
 * Parts of the WITH of a statement that writes check-ins: of those in `given` whose `place` is null, which are of new
 * installations, `admitted` has those that may be written. `rooms` has the number of new installations of each
 * organization, and for how many of them there is room; the others are refused, and the table new_installations counts
 * them.
 *
 * The statement runs under the lock of check-ins, so the bounds hold for all servers together.
 */
export function boundNewInstallations(bounds: InstallationBounds, now: Instant): RawBuilder<unknown> {
  const hour = sql`${formatInstant(toInstant(now - (now % HOUR_MS)))}::timestamptz`;
  return sql`newcomers as materialized (
      select organization_id, count(*)::integer as count from given where place is null group by organization_id
    ), rooms as materialized (
      select organization_id, count, least(count, greatest(0, least(
        ${bounds.newPerHour}::integer - added, ${roomInAll(bounds)}
      )))::integer as room
      from (
        select newcomers.organization_id, newcomers.count,
          case when ${isOfHour(hour)} then known.added else 0 end as added,
          (
            select coalesce(sum(installations), 0) from installation_counts
            where installation_counts.organization_id = newcomers.organization_id
          ) as total
        from newcomers
        left join new_installations as known on known.organization_id = newcomers.organization_id
      ) as wanted
    ), admitted as materialized (
      select numbered.* from (
        select given.*, row_number() over (partition by organization_id order by asked_at, installation_id) as turn
        from given where place is null
      ) as numbered
      join rooms on rooms.organization_id = numbered.organization_id and turn <= room
    ), ${countNewInstallations(hour, now)}`;
}

/** The users are counted only for an organization that would exceed the bound without them. */
function roomInAll({ most }: InstallationBounds): RawBuilder<unknown> {
  const byUsers = sql`
    (select ${sql.lit(PER_USER)} * count(*) from users where users.organization_id = wanted.organization_id)`;
  return sql`case when total + count <= ${most}::integer then count
    else greatest(${most}::integer, ${byUsers}) - total end`;
}

/** Whether the known count is of this hour; clocks of servers differ a little, so that of the next hour counts too. */
function isOfHour(hour: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`known.hour between ${hour} and ${hour} + interval '1 hour'`;
}

function countNewInstallations(hour: RawBuilder<unknown>, now: Instant): RawBuilder<unknown> {
  const at = sql`${formatInstant(now)}::timestamptz`;
  const forgotten = sql`${formatInstant(addDays(now, -SUSPICIOUS_DAYS))}::timestamptz`;
  const isOld = sql`coalesce(known.refused_at < ${forgotten}, true)`;
  return sql`noted as (
      insert into new_installations as known
        (organization_id, hour, added, refused, refused_since, refused_at)
      select organization_id, ${hour}, room, count - room,
        case when count > room then ${at} end, case when count > room then ${at} end
      from rooms
      on conflict (organization_id) do update set
        hour = case when ${isOfHour(hour)} then known.hour else excluded.hour end,
        added = excluded.added + case when ${isOfHour(hour)} then known.added else 0 end,
        refused = excluded.refused + case when excluded.refused > 0 and ${isOld} then 0 else known.refused end,
        refused_since = case when ${isOld} then excluded.refused_since else known.refused_since end,
        refused_at = coalesce(excluded.refused_at, known.refused_at)
    )`;
}

/** New installations that were refused lately, because their organizations had too many. */
export interface Suspicion {
  readonly newInstallationsRefused: number;
  /** When the first of them was refused. */
  readonly since: Instant;
  /** The organizations with the most of them, ten or fewer. */
  readonly organizationIds: readonly string[];
}

/** What is suspicious in a part of the tree, or null if no new installation was refused in the last seven days. */
export async function findSuspicion(
  database: Database,
  scope: HistoryScope,
  now: Instant,
): Promise<Suspicion | null> {
  const since = formatInstant(addDays(now, -SUSPICIOUS_DAYS));
  const { rows } = await sql<{ refused: number; since: Instant | null; ids: readonly string[] | null }>`
    select coalesce(sum(refused), 0)::float8 as refused, min(refused_since) as since,
      (array_agg(organization_id order by refused desc, organization_id))[1:${sql.lit(MOST_NAMED)}] as ids
    from new_installations
    where refused_at >= ${since}::timestamptz and ${isInScope(scope, sql`true`)}`.execute(database);
  const [row] = rows;
  if (!row || row.since === null) return null;
  return { newInstallationsRefused: row.refused, since: row.since, organizationIds: row.ids ?? [] };
}

/** Removes what says nothing any more: the counts of organizations without new installations for some days. */
export async function forgetNewInstallations(database: Database, now: Instant): Promise<void> {
  const before = formatInstant(addDays(now, -SUSPICIOUS_DAYS));
  await sql`
    delete from new_installations
    where hour < ${before}::timestamptz and coalesce(refused_at < ${before}::timestamptz, true)`.execute(
    database,
  );
}
