import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Links with which people set their first or next password, the second factors and recovery codes of local accounts, and
 * from which network a session was opened. A server of the version before leaves all of it as it is: a link is good only
 * with the one-time password that it was made with, so that one which such a server gives ends the link.
 */
export async function createSecondFactors(database: Database): Promise<void> {
  await sql`
    alter table administrators
      add column link_hash text unique,
      add column link_password_hash text`.execute(database);
  await sql`alter table sessions add column network cidr`.execute(database);
  await sql`
    create table second_factors (
      id text primary key,
      administrator_id text not null references administrators (id) on delete cascade,
      kind text not null check (kind in ('totp', 'passkey')),
      name text not null,
      secret text,
      last_step bigint,
      credential_id text unique,
      public_key text,
      rp_id text,
      transports text[],
      signatures bigint,
      created_at timestamptz not null,
      last_used_at timestamptz,
      check ((kind = 'totp') = (secret is not null)),
      check ((kind = 'passkey') = (credential_id is not null and public_key is not null and rp_id is not null))
    )`.execute(database);
  await sql`create index second_factors_by_administrator on second_factors (administrator_id)`.execute(
    database,
  );
  await sql`
    create table recovery_codes (
      administrator_id text not null references administrators (id) on delete cascade,
      code_hash text not null,
      primary key (administrator_id, code_hash)
    )`.execute(database);
  await createChallenges(database);
}

/** What a second factor that is being set up, or a sign-in with a passkey, must answer; each can be taken once. */
async function createChallenges(database: Database): Promise<void> {
  await sql`
    create table factor_challenges (
      challenge_hash text primary key,
      purpose text not null check (purpose in ('add_totp', 'add_passkey', 'sign_in')),
      session_id text references sessions (id) on delete cascade,
      secret text,
      expires_at timestamptz not null,
      check ((purpose = 'sign_in') = (session_id is null)),
      check ((purpose = 'add_totp') = (secret is not null))
    )`.execute(database);
  await sql`create index factor_challenges_by_session on factor_challenges (session_id)`.execute(database);
  await sql`create index factor_challenges_by_end on factor_challenges (expires_at)`.execute(database);
}
