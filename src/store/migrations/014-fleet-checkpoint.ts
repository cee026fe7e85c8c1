import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Checkpoints of what servers keep in memory, so that the next start need not read the whole ledger. Nothing depends on
 * it: one that does not fit is ignored, and it may be deleted at any time.
 */
export async function createFleetCheckpoint(database: Database): Promise<void> {
  await sql`
    create table fleet_checkpoints (
      sequence bigint primary key,
      hash text not null,
      format integer not null,
      checksum text not null,
      written_at timestamptz not null default now()
    )`.execute(database);
  await sql`
    create table fleet_checkpoint_parts (
      sequence bigint not null references fleet_checkpoints on delete cascade,
      part integer not null,
      bytes bytea not null,
      primary key (sequence, part)
    )`.execute(database);
  // The bytes are ids and numbers, which compression only slows down.
  await sql`alter table fleet_checkpoint_parts alter column bytes set storage external`.execute(database);
}
