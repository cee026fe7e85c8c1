import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Refuses an entry about a release or a build that begins without a field which the entry before it left there. A server
 * of the previous version does not know the fields that came later: what it enters would take floors, blocks and ends of
 * life back. It answers 503 `database_busy` for SQLSTATE 40001, and nothing is changed.
 */
export async function keepWhatWasSaid(database: Database): Promise<void> {
  await sql`
    create function refuse_forgotten_fields() returns trigger language plpgsql as $$
    declare
      known jsonb;
    begin
      select after into known from ledger
        where subject = new.subject and subject_id = new.subject_id
        order by sequence desc limit 1;
      if exists (select from jsonb_object_keys(known) as field where not new.before ? field) then
        raise exception using errcode = '40001',
          message = 'a server of a previous version cannot change this ' || new.subject || ': it does not know all that was said of it';
      end if;
      return new;
    end $$`.execute(database);
  await sql`
    create trigger ledger_keeps_fields before insert on ledger
    for each row when (new.subject in ('release', 'build') and new.before is not null)
    execute function refuse_forgotten_fields()`.execute(database);
}
