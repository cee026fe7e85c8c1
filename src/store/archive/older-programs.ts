import { sql } from "kysely";
import type { Database } from "../database.ts";
import { ARCHIVE_LOCK, lockForTransaction } from "../locks.ts";
import type { Store } from "../store.ts";

/** How long the archive waits for those who read the ledger before it gives up: nobody new reads it meanwhile. */
const WAIT_MS = 2_000;

/**
 * Takes the ledger away from servers of the version before, once and for all: they would take the entries that are left in
 * the database for the whole ledger. Its table gets another name, which only `ledger_entries` knows, and what had its name
 * answers every statement with SQLSTATE 40001. Such a server then answers 503 where it needs the ledger, and checks from
 * memory. Does nothing if it was done before. Throws the database's error if the ledger is not free for two seconds.
 */
export async function keepOlderProgramsOut({ database }: Store): Promise<void> {
  if (await isDone(database)) return;
  await database
    .transaction()
    .setIsolationLevel("read committed")
    .execute(async (transaction) => {
      await sql`set local lock_timeout = ${sql.lit(WAIT_MS)}`.execute(transaction);
      await lockForTransaction(transaction, ARCHIVE_LOCK);
      if (await isDone(transaction)) return;
      await sql`alter table ledger rename to ledger_kept`.execute(transaction);
      await refuseOlderPrograms(transaction);
    });
}

/** A view and a trigger with the name that older programs use, neither of which does anything but refuse. */
async function refuseOlderPrograms(transaction: Database): Promise<void> {
  const raise = sql.raw(
    `raise exception using errcode = '40001', message = 'a part of the ledger is archived, which a server of a previous version cannot read'`,
  );
  await sql`
    create function refuse_older_reader() returns setof ledger_kept language plpgsql as $$ begin ${raise}; end $$`.execute(
    transaction,
  );
  await sql`
    create function refuse_older_writer() returns trigger language plpgsql as $$ begin ${raise}; end $$`.execute(
    transaction,
  );
  await sql`create view ledger as select * from refuse_older_reader()`.execute(transaction);
  await sql`
    create trigger ledger_refuses_older_writer instead of insert on ledger
    for each row execute function refuse_older_writer()`.execute(transaction);
}

async function isDone(database: Database): Promise<boolean> {
  const { rows } = await sql<{ isDone: boolean }>`
    select to_regclass('ledger_kept') is not null as "isDone"`.execute(database);
  return rows[0]?.isDone ?? false;
}
