import { sql } from "kysely";
import type { Database } from "../database.ts";

/** The ledger and its head, whose values before the first entry are: sequence 0, a hash of zeros, 1970. */
export async function createLedger(database: Database): Promise<void> {
  await sql`
    create table ledger (
      sequence bigint primary key,
      change bigint not null,
      at timestamptz not null,
      actor jsonb not null,
      action text not null,
      subject text not null,
      subject_id text not null,
      organization_id text,
      before jsonb,
      after jsonb,
      previous_hash text not null,
      hash text not null
    )`.execute(database);
  await sql`create index ledger_by_subject on ledger (subject, subject_id, sequence)`.execute(database);
  await sql`
    create index ledger_by_organization on ledger (organization_id, sequence)
    where organization_id is not null`.execute(database);
  await sql`create index ledger_by_actor on ledger ((actor ->> 'id'), sequence)`.execute(database);
  await sql`create index ledger_by_time on ledger (at, sequence)`.execute(database);
  await sql`
    create table ledger_head (
      only_row boolean primary key default true check (only_row),
      sequence bigint not null,
      hash text not null,
      at timestamptz not null
    )`.execute(database);
  await sql`
    insert into ledger_head (sequence, hash, at)
    values (0, repeat('0', 64), '1970-01-01T00:00:00Z')`.execute(database);
}
