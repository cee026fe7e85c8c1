import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The enrolments of organizations with the secrets of their keys; by which key an installation was counted, null for none;
 * and how many checks of a day were not counted for want of a key. A server of the version before writes none of it.
 */
export async function createEnrolmentKeys(database: Database): Promise<void> {
  await sql`
    create table enrolments (
      id text primary key references organizations (id),
      required boolean not null,
      made integer not null
    )`.execute(database);
  await sql`
    create table enrolment_keys (
      organization_id text not null references enrolments (id),
      number integer not null,
      secret text not null,
      created_at timestamptz not null,
      primary key (organization_id, number)
    )`.execute(database);
  await sql`
    create table unproven_checks (
      organization_id text not null,
      day text not null,
      checks bigint not null,
      primary key (organization_id, day)
    )`.execute(database);
  await sql`alter table installations add column enrolment_key integer`.execute(database);
}
