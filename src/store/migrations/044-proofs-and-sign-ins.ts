import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * How often passwords and codes of each account were tried since they were last right, for all servers together; when the person of a session last proved again who it is, and when an administrator last signed in. Servers of the
 * version before write neither: such a session counts as proved when it began. What is known of sign-ins until now are the sessions that are open.
 */
export async function noteProofsAndSignIns(database: Database): Promise<void> {
  await sql`alter table sessions add column proved_at timestamptz`.execute(database);
  await sql`alter table administrators add column last_sign_in_at timestamptz`.execute(database);
  await sql`
    update administrators set last_sign_in_at = (
      select max(created_at) from sessions where administrator_id = administrators.id)`.execute(database);
  await sql`
    create table account_attempts (
      administrator_id text not null references administrators (id) on delete cascade,
      kind text not null check (kind in ('password', 'code')),
      since timestamptz not null,
      attempts integer not null,
      primary key (administrator_id, kind)
    )`.execute(database);
}
