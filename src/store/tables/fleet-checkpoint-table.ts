import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { LedgerPosition } from "../../ledger/entry.ts";
import type { Database } from "../database.ts";
import { findPosition } from "../ledger/ledger-table.ts";
import { CHECKPOINT_LOCK, tryLockForTransaction } from "../locks.ts";
import type { Store } from "../store.ts";

/** A checkpoint at a position in the ledger; `format` is the version of the format of its bytes. */
export interface Checkpoint {
  readonly mark: LedgerPosition;
  readonly format: number;
  readonly parts: Iterable<Uint8Array>;
}

/**
 * Writes a checkpoint in place of the older one, in one transaction. Gives false, with nothing changed, if the ledger
 * does not have its position, if another server is writing one, or if one was written not more than `leastBehind`
 * entries before.
 */
export function writeCheckpoint(store: Store, checkpoint: Checkpoint, leastBehind: number): Promise<boolean> {
  const { sequence, hash } = checkpoint.mark;
  return store.database
    .transaction()
    .setIsolationLevel("read committed")
    .execute(async (transaction) => {
      if (!(await tryLockForTransaction(transaction, CHECKPOINT_LOCK))) return false;
      if ((await findPosition(transaction, sequence))?.hash !== hash) return false;
      if ((await lastSequence(transaction, checkpoint.format)) > sequence - leastBehind) return false;
      await transaction.deleteFrom("fleet_checkpoints").execute();
      const { format } = checkpoint;
      await transaction
        .insertInto("fleet_checkpoints")
        .values({ sequence, hash, format, checksum: "" })
        .execute();
      const checksum = await insertParts(transaction, sequence, checkpoint.parts);
      await transaction.updateTable("fleet_checkpoints").set({ checksum }).execute();
      return true;
    });
}

/**
 * The position of the last checkpoint; one of another format, or at an entry that the ledger does not have, counts as
 * none.
 */
async function lastSequence(database: Database, format: number): Promise<number> {
  const { rows } = await sql<{ sequence: number }>`
    select coalesce(max(fleet_checkpoints.sequence), 0) as sequence
    from fleet_checkpoints join ledger_entries using (sequence, hash)
    where format = ${format}`.execute(database);
  return rows[0]?.sequence ?? 0;
}

async function insertParts(
  database: Database,
  sequence: number,
  parts: Iterable<Uint8Array>,
): Promise<string> {
  const checksum = createHash("sha256");
  let part = 0;
  for (const bytes of parts) {
    checksum.update(bytes);
    await database.insertInto("fleet_checkpoint_parts").values({ sequence, part, bytes }).execute();
    part++;
  }
  return checksum.digest("hex");
}

/** A checkpoint's bytes, and its position in the ledger. */
export interface ReadCheckpoint {
  readonly mark: LedgerPosition;
  readonly bytes: Uint8Array;
}

/**
 * Reads the checkpoint, or gives null if there is none that fits: it has another format, the ledger has another entry
 * at its position, or its bytes are not those that were written.
 */
export function readCheckpoint(store: Store, format: number): Promise<ReadCheckpoint | null> {
  return store.database
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (transaction) => {
      const found = await transaction
        .selectFrom("fleet_checkpoints as written")
        .innerJoin("ledger_entries as ledger", (join) =>
          join.onRef("ledger.sequence", "=", "written.sequence").onRef("ledger.hash", "=", "written.hash"),
        )
        .select(["written.sequence", "written.hash", "written.checksum"])
        .where("written.format", "=", format)
        .executeTakeFirst();
      if (!found) return null;
      const bytes = await readParts(transaction, found.sequence);
      const isWhole = createHash("sha256").update(bytes).digest("hex") === found.checksum;
      return isWhole ? { mark: { sequence: found.sequence, hash: found.hash }, bytes } : null;
    });
}

/** The position of the checkpoint that any server wrote last, and its age, or null if there is none. */
export async function findCheckpointAge(
  database: Database,
): Promise<{ readonly sequence: number; readonly ageSeconds: number } | null> {
  const { rows } = await sql<{ sequence: number; ageSeconds: number }>`
    select sequence, extract(epoch from clock_timestamp() - written_at)::float8 as "ageSeconds"
    from fleet_checkpoints order by sequence desc limit 1`.execute(database);
  return rows[0] ?? null;
}

const PARTS_AT_ONCE = 8;

async function readParts(database: Database, sequence: number): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  for (;;) {
    const rows = await database
      .selectFrom("fleet_checkpoint_parts")
      .select("bytes")
      .where("sequence", "=", sequence)
      .where("part", ">=", read.length)
      .orderBy("part")
      .limit(PARTS_AT_ONCE)
      .execute();
    read.push(...rows.map((row) => row.bytes));
    if (rows.length < PARTS_AT_ONCE) return Buffer.concat(read);
  }
}
