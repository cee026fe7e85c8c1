import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * What each installation said of its computer: the version of the operating system, what that is counted as, and whether
 * something else manages it; and how many of each kind there are among those that said something. installation_counts goes
 * on counting all of them, so that a server of the previous version counts right. It writes none of this, which upkeep
 * sets right.
 */
export async function noteComputersOfInstallations(database: Database): Promise<void> {
  await sql`
    alter table installations
      add column os_version text,
      add column os_class text,
      add column managed boolean not null default false`.execute(database);
  await sql`
    create table computer_counts (
      organization_id text not null,
      platform text not null,
      arch text not null,
      version text not null,
      runs_ahead boolean not null,
      os_class text not null,
      managed boolean not null,
      installations integer not null,
      revision bigint not null default nextval('installation_revision'),
      primary key (organization_id, platform, arch, version, runs_ahead, os_class, managed)
    )`.execute(database);
  await sql`create index computer_counts_by_revision on computer_counts (revision)`.execute(database);
}
