import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * A row for each file of the ledger's archive, and the name under which the program reads the entries that are in the
 * database: `ledger_entries`. The first use of the archive renames the table below that name, so that servers of the
 * version before, which would take what is left for the whole ledger, read nothing any more.
 */
export async function createLedgerSegments(database: Database): Promise<void> {
  await sql`
    create table ledger_segments (
      last_sequence bigint primary key,
      first_sequence bigint not null,
      previous_hash text not null,
      last_hash text not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      sha256 text not null,
      bytes integer not null,
      keys integer[] not null,
      archived_at timestamptz not null default now()
    )`.execute(database);
  await sql`create index ledger_segments_by_key on ledger_segments using gin (keys)`.execute(database);
  await sql`create view ledger_entries as select * from ledger`.execute(database);
  await readFieldsByTheirNewName(database);
}

/** The function of migration 034, which reads the entries by the name that stays. */
async function readFieldsByTheirNewName(database: Database): Promise<void> {
  await sql`
    create or replace function refuse_forgotten_fields() returns trigger language plpgsql as $$
    declare
      known jsonb;
    begin
      select after into known from ledger_entries
        where subject = new.subject and subject_id = new.subject_id
        order by sequence desc limit 1;
      if exists (select from jsonb_object_keys(known) as field where not new.before ? field) then
        raise exception using errcode = '40001',
          message = 'a server of a previous version cannot change this ' || new.subject || ': it does not know all that was said of it';
      end if;
      return new;
    end $$`.execute(database);
}
