import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * What each installation runs and when it last asked; their numbers, which the same statement keeps in step; and the
 * change of these on each day. None of it is policy, so none of it is in the ledger.
 */
export async function createInstallations(database: Database): Promise<void> {
  await createInstallationTable(database);
  await createCounts(database);
  await sql`create table upkeep (name text primary key, done_at timestamptz not null, revision bigint not null)`.execute(
    database,
  );
}

/** Rows change with every check: no index has a column that changes, so that PostgreSQL need not update any. */
async function createInstallationTable(database: Database): Promise<void> {
  await sql`
    create table installations (
      organization_id text not null,
      installation_id text collate "C" not null,
      user_id text,
      runs_ahead boolean not null,
      platform text not null,
      arch text not null,
      version text,
      offered text,
      last_asked_at timestamptz not null,
      primary key (organization_id, installation_id)
    ) with (fillfactor = 80)`.execute(database);
  await sql`
    create index installations_by_user on installations (organization_id, user_id)
    where user_id is not null`.execute(database);
}

async function createCounts(database: Database): Promise<void> {
  await sql`create sequence installation_revision`.execute(database);
  await sql`
    create table installation_counts (
      organization_id text not null,
      platform text not null,
      arch text not null,
      version text not null,
      runs_ahead boolean not null,
      installations integer not null,
      revision bigint not null default nextval('installation_revision'),
      primary key (organization_id, platform, arch, version, runs_ahead)
    )`.execute(database);
  await sql`create index installation_counts_by_revision on installation_counts (revision)`.execute(database);
  await sql`
    create table adoption_changes (
      organization_id text not null,
      day text collate "C" not null,
      version text not null,
      change integer not null,
      primary key (organization_id, day, version)
    )`.execute(database);
}
