import { sql } from "kysely";
import type { Database } from "../database.ts";

/** People who sign in, and their sessions. */
export async function createPeople(database: Database): Promise<void> {
  await createAdministrators(database);
  await createSessions(database);
  await createOidcAttempts(database);
}

/**
 * `email_key` is the address in the form in which addresses are compared; a password is one-time until its owner
 * changes it.
 */
async function createAdministrators(database: Database): Promise<void> {
  await sql`
    create table administrators (
      id text primary key,
      display_name text not null,
      name_key text collate "C" not null,
      email text not null,
      email_key text not null unique,
      password_hash text not null,
      password_is_one_time boolean not null,
      role text not null,
      partner_id text,
      organization_id text,
      organization_ids text[],
      created_at timestamptz not null,
      disabled_at timestamptz
    )`.execute(database);
  await sql`create index administrators_by_name on administrators (name_key, id)`.execute(database);
  await sql`create index administrators_by_partner on administrators (partner_id)`.execute(database);
  await sql`create index administrators_by_organization on administrators (organization_id)`.execute(
    database,
  );
}

/** Sessions of local accounts, whose role is read each time, and of people of an identity provider. */
async function createSessions(database: Database): Promise<void> {
  await sql`
    create table sessions (
      id text primary key,
      secret_hash text not null unique,
      person_id text not null,
      administrator_id text references administrators (id) on delete cascade,
      actor jsonb,
      user_agent text not null,
      created_at timestamptz not null,
      last_used_at timestamptz not null,
      expires_at timestamptz not null,
      check (num_nonnulls(administrator_id, actor) = 1)
    )`.execute(database);
  await sql`create index sessions_by_person on sessions (person_id, created_at)`.execute(database);
  await sql`create index sessions_by_administrator on sessions (administrator_id)`.execute(database);
  await sql`create index sessions_by_end on sessions (expires_at)`.execute(database);
}

/** Sign-ins that an identity provider has not answered yet, with what must come back from it. */
async function createOidcAttempts(database: Database): Promise<void> {
  await sql`
    create table oidc_attempts (
      state_hash text primary key,
      nonce text not null,
      code_verifier text not null,
      expires_at timestamptz not null
    )`.execute(database);
}
