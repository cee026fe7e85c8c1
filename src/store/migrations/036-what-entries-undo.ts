import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The entry that an entry undoes, in a column that the hash of an entry covers only where it has a value: entries from
 * before have the hash that they had. Servers of the version before go on entering and following changes; only `ledger
 * verify` and `ledger archive` of that version take an entry which undoes another one for a changed one.
 */
export async function noteWhatIsUndone(database: Database): Promise<void> {
  // Once a part of the ledger is archived, its table has another name.
  const { rows } = await sql<{ table: string }>`
    select case when to_regclass('ledger_kept') is null then 'ledger' else 'ledger_kept' end as "table"`.execute(
    database,
  );
  const table = sql.table(rows[0]?.table ?? "ledger");
  await sql`alter table ${table} add column undoes bigint`.execute(database);
  await sql`create index ledger_by_undone on ${table} (undoes) where undoes is not null`.execute(database);
  await sql`create or replace view ledger_entries as select * from ${table}`.execute(database);
}
