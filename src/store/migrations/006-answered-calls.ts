import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The answers of calls with an Idempotency-Key, until they are swept. `body` is null if the answer showed a secret;
 * `shown_id` then names what it was about.
 */
export async function createAnsweredCalls(database: Database): Promise<void> {
  await sql`
    create table answered_calls (
      actor_id text not null,
      key text not null,
      fingerprint text not null,
      status smallint not null,
      body text,
      shown_id text,
      answered_at timestamptz not null,
      primary key (actor_id, key),
      check (num_nonnulls(body, shown_id) = 1)
    )`.execute(database);
  await sql`create index answered_calls_by_age on answered_calls (answered_at)`.execute(database);
}
