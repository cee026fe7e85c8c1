import { sql } from "kysely";
import { formatInstant, type Instant, toInstant } from "../../instant.ts";
import type { Database } from "../database.ts";
import type { AttemptKind } from "./account-attempt-row.ts";

/** The account and what is tried of it. */
export interface AccountAttempt {
  readonly administratorId: string;
  readonly kind: AttemptKind;
}

/** For how long attempts are counted (milliseconds), and the most of them in that time. */
interface Bounds {
  readonly windowMs: number;
  readonly most: number;
}

/**
 * Counts an attempt, before it is made, in one statement: of attempts at the same time on several servers none is left
 * out. Gives 0, or the milliseconds until the next one is allowed.
 */
export async function countAccountAttempt(
  database: Database,
  { administratorId, kind }: AccountAttempt,
  { windowMs, most }: Bounds,
  now: Instant,
): Promise<number> {
  const at = formatInstant(now);
  const endedBefore = formatInstant(toInstant(now - windowMs));
  const isOver = sql`account_attempts.since <= ${endedBefore}::timestamptz`;
  const { rows } = await sql<{ attempts: number; since: Instant }>`
    insert into account_attempts (administrator_id, kind, since, attempts)
    values (${administratorId}, ${kind}, ${at}::timestamptz, 1)
    on conflict (administrator_id, kind) do update set
      attempts = case when ${isOver} then 1 else least(account_attempts.attempts + 1, ${most + 1}) end,
      since = case when ${isOver} then excluded.since else account_attempts.since end
    returning attempts, since`.execute(database);
  const [row] = rows;
  if (!row || row.attempts <= most) return 0;
  return Math.max(row.since + windowMs - now, 1);
}

/** Forgets the attempts of an account after one that was right. */
export async function forgetAccountAttempts(
  database: Database,
  { administratorId, kind }: AccountAttempt,
): Promise<void> {
  await database
    .deleteFrom("account_attempts")
    .where("administrator_id", "=", administratorId)
    .where("kind", "=", kind)
    .execute();
}
