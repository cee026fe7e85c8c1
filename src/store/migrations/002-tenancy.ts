import { sql } from "kysely";
import type { Database } from "../database.ts";

/** R1: no schedule, or one of the allowed ones. `is true`, because a CHECK lets null pass. */
const WORD = sql.raw(`
  cadence text,
  deferral_weeks smallint,
  set_by jsonb,
  set_at timestamptz,
  check ((
    (cadence is null and deferral_weeks is null and set_by is null and set_at is null)
    or (set_by is not null and set_at is not null and (
      (cadence = 'automatic' and deferral_weeks is null)
      or (cadence = 'latest' and deferral_weeks between 0 and 4)
      or (cadence = 'slow' and deferral_weeks between 0 and 12)
    ))
  ) is true)`);

/** Partners, organizations, users and tokens. */
export async function createTenancy(database: Database): Promise<void> {
  await createPartners(database);
  await createOrganizations(database);
  await createUsers(database);
  await createTokens(database);
}

async function createPartners(database: Database): Promise<void> {
  await sql`
    create table partners (
      id text primary key,
      name text not null,
      name_key text collate "C" not null,
      features text[] not null,
      created_at timestamptz not null,
      allow_customer_override boolean not null default true,
      updated_at timestamptz,
      updated_by jsonb,
      ${WORD}
    )`.execute(database);
  await sql`create index partners_by_name on partners (name_key, id)`.execute(database);
}

async function createOrganizations(database: Database): Promise<void> {
  await sql`
    create table organizations (
      id text primary key,
      name text not null,
      name_key text collate "C" not null,
      created_at timestamptz not null,
      legacy_frequency text check (legacy_frequency in ('one_month', 'three_months')),
      legacy_weeks double precision,
      legacy_set_at timestamptz,
      check (num_nulls(legacy_frequency, legacy_weeks, legacy_set_at) in (0, 3)),
      ${WORD}
    )`.execute(database);
  await sql`create index organizations_by_name on organizations (name_key, id)`.execute(database);
  await sql`
    create table organization_partners (
      organization_id text not null references organizations (id) on delete cascade,
      partner_id text not null references partners (id),
      allow_customer_override boolean,
      ${WORD},
      primary key (organization_id, partner_id)
    )`.execute(database);
  await sql`
    create index organization_partners_by_partner
    on organization_partners (partner_id, organization_id)`.execute(database);
}

async function createUsers(database: Database): Promise<void> {
  await sql`
    create table users (
      id text primary key,
      organization_id text not null references organizations (id),
      display_name text not null,
      name_key text collate "C" not null,
      email text not null,
      created_at timestamptz not null,
      allow_automatic_upgrades boolean not null default false,
      updated_at timestamptz,
      updated_by jsonb
    )`.execute(database);
  await sql`create index users_by_name on users (organization_id, name_key, id)`.execute(database);
  await sql`
    create index users_with_switch on users (id)
    where allow_automatic_upgrades or updated_at is not null`.execute(database);
}

async function createTokens(database: Database): Promise<void> {
  await sql`
    create table tokens (
      id text primary key,
      name text not null,
      secret_hash text not null unique,
      actor_id text not null,
      actor_name text not null,
      role text not null,
      partner_id text,
      organization_id text,
      organization_ids text[],
      expires_at timestamptz,
      created_at timestamptz not null,
      created_by jsonb not null
    )`.execute(database);
  await sql`create index tokens_by_age on tokens (created_at, id)`.execute(database);
}
