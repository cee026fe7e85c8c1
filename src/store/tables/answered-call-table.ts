import { sql } from "kysely";
import { formatInstant, type Instant, toInstant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { type AnsweredCall, toAnsweredCall } from "./answered-call-row.ts";

/** For 24 hours a replayed call gets the answer that it got first. */
const KEPT_MS = 86_400_000;

/** The answer of a call with this key of this actor in the last 24 hours, or null if there was none. */
export async function findAnsweredCall(
  database: Database,
  { actorId, key }: Pick<AnsweredCall, "actorId" | "key">,
  now: Instant,
): Promise<AnsweredCall | null> {
  const row = await database
    .selectFrom("answered_calls")
    .selectAll()
    .where("actor_id", "=", actorId)
    .where("key", "=", key)
    .where(sql<boolean>`answered_at > ${keptSince(now)}::timestamptz`)
    .executeTakeFirst();
  return row ? toAnsweredCall(row) : null;
}

/**
 * Stores an answer, unless one with its key is stored already; removes what is older than 24 hours. `party` is the
 * customer or the partner whose quota it counts for, as one text, or null if it counts for none.
 */
export async function insertAnsweredCall(
  database: Database,
  call: AnsweredCall,
  party: string | null = null,
): Promise<void> {
  await database
    .deleteFrom("answered_calls")
    .where(sql<boolean>`answered_at <= ${keptSince(call.answeredAt)}::timestamptz`)
    .execute();
  await database
    .insertInto("answered_calls")
    .values({
      actor_id: call.actorId,
      party,
      key: call.key,
      fingerprint: call.fingerprint,
      status: call.status,
      body: call.body,
      shown_id: call.shownId,
      etag: call.etag,
      answered_at: formatInstant(call.answeredAt),
    })
    .onConflict((conflict) => conflict.columns(["actor_id", "key"]).doNothing())
    .execute();
}

/** How many answers of a customer or a partner are kept from the last 24 hours, counted up to `most`. */
export async function countAnsweredCalls(
  database: Database,
  { party, now }: { readonly party: string; readonly now: Instant },
  most: number,
): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    select count(*)::integer as count from (
      select 1 from answered_calls
      where party = ${party} and answered_at > ${keptSince(now)}::timestamptz limit ${most}
    ) as kept`.execute(database);
  return rows[0]?.count ?? 0;
}

function keptSince(now: Instant): string {
  return formatInstant(toInstant(now - KEPT_MS));
}
