import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * What is needed to know whether those who let others in could still do so: the rights of actors that are neither an
 * administrator nor a token of the store, who gave a one-time password and when it ends, and what was kept on purpose.
 */
export async function letRightsEndWithTheirGiver(database: Database): Promise<void> {
  await createExternalActors(database);
  await sql`alter table tokens add column kept jsonb`.execute(database);
  await sql`
    create index tokens_by_sponsor on tokens ((coalesce(kept -> 'sponsor', created_by) ->> 'id'))`.execute(
    database,
  );
  await sql`alter table forecast_links add column kept jsonb`.execute(database);
  await sql`
    create index forecast_links_by_sponsor
    on forecast_links ((coalesce(kept -> 'sponsor', created_by) ->> 'id'))`.execute(database);
  await addGiversOfPasswords(database);
}

/** The latest rights of each person of an identity provider are known as far as a session of theirs is open. */
async function createExternalActors(database: Database): Promise<void> {
  await sql`
    create table external_actors (
      id text primary key,
      actor jsonb not null,
      seen_at timestamptz not null
    )`.execute(database);
  await sql`
    insert into external_actors (id, actor, seen_at)
    select distinct on (person_id) person_id, actor, created_at from sessions
    where actor is not null order by person_id, created_at desc`.execute(database);
}

/**
 * The ledger says who gave each one-time password. Those that are open now end after three days, because no server has
 * written down an end.
 */
async function addGiversOfPasswords(database: Database): Promise<void> {
  await sql`
    alter table administrators
      add column kept jsonb,
      add column password_given_by jsonb,
      add column password_ends_at timestamptz`.execute(database);
  await sql`
    update administrators set
      password_given_by = (
        select actor from ledger
        where subject = 'administrator' and subject_id = administrators.id
          and action in ('create_administrator', 'renew_one_time_password')
        order by sequence desc limit 1),
      password_ends_at = case when password_is_one_time then now() + interval '3 days' end`.execute(database);
  await sql`
    create index administrators_by_giver on administrators ((password_given_by ->> 'id'))`.execute(database);
}
