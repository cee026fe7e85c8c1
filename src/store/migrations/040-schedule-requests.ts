import { sql } from "kysely";
import type { Database } from "../database.ts";

/** R1, R10: requests of one partner to another about the schedule of an organization that both serve. */
export async function createScheduleRequests(database: Database): Promise<void> {
  await sql`
    create table schedule_requests (
      id text primary key,
      organization_id text not null references organizations (id),
      from_partner_id text not null references partners (id),
      to_partner_id text not null references partners (id),
      cadence text not null,
      deferral_weeks smallint,
      note text,
      created_at timestamptz not null,
      created_by jsonb not null,
      answer jsonb,
      check ((
        (cadence = 'automatic' and deferral_weeks is null)
        or (cadence = 'latest' and deferral_weeks between 0 and 4)
        or (cadence = 'slow' and deferral_weeks between 0 and 12)
      ) is true),
      check (from_partner_id <> to_partner_id)
    )`.execute(database);
  await sql`
    create unique index schedule_requests_without_answer
    on schedule_requests (organization_id, from_partner_id, to_partner_id) where answer is null`.execute(
    database,
  );
  await sql`
    create index schedule_requests_by_organization
    on schedule_requests (organization_id, created_at, id)`.execute(database);
  await sql`
    create index schedule_requests_by_asking
    on schedule_requests (from_partner_id, created_at, id)`.execute(database);
  await sql`
    create index schedule_requests_by_asked
    on schedule_requests (to_partner_id, created_at, id)`.execute(database);
}
