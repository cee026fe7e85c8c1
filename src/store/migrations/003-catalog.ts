import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Releases and their builds. */
export async function createCatalog(database: Database): Promise<void> {
  await createReleases(database);
  await createBuilds(database);
}

/** The version as it was written, and its four numbers computed from it: 45.4 and 45.4.0.0 are the same release. */
async function createReleases(database: Database): Promise<void> {
  await sql`
    create table releases (
      id text primary key,
      version text not null check (version ~ '^[0-9]+([.][0-9]+){1,3}$'),
      major bigint not null generated always as (split_part(version, '.', 1)::bigint) stored,
      minor bigint not null generated always as (split_part(version, '.', 2)::bigint) stored,
      patch bigint not null generated always as
        (coalesce(nullif(split_part(version, '.', 3), '')::bigint, 0)) stored,
      build bigint not null generated always as
        (coalesce(nullif(split_part(version, '.', 4), '')::bigint, 0)) stored,
      automatic_at timestamptz not null,
      slow_at timestamptz,
      rollout_days double precision not null,
      critical_reason text check (critical_reason <> ''),
      critical_scope text check (critical_scope in ('line', 'all')),
      notes text not null,
      state text not null check (state in ('planned', 'published', 'paused', 'withdrawn')),
      check (num_nulls(critical_reason, critical_scope) in (0, 2)),
      unique (major, minor, patch, build)
    )`.execute(database);
}

async function createBuilds(database: Database): Promise<void> {
  await sql`
    create table builds (
      id text primary key,
      release_id text not null references releases (id),
      platform text not null check (platform in ('win', 'mac', 'linux')),
      arch text not null check (arch in ('x64', 'arm64')),
      format text not null,
      file_name text not null,
      size bigint not null check (size >= 0),
      sha256 text,
      sha512 text not null,
      url text,
      added_at timestamptz not null,
      check (sha256 is not null or url is not null)
    )`.execute(database);
  await sql`create index builds_by_release on builds (release_id)`.execute(database);
  await sql`create index builds_by_sha256 on builds (sha256)`.execute(database);
}
