import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../../src/store/database.ts";

/** A table with the columns that can be written. */
interface Writable {
  readonly name: string;
  readonly columns: string;
}

/**
 * Copies every row of a database, as a backup does, or a copy that takes over after a failover. The function that it
 * gives puts all of them back in one transaction, and the numbers that sequences give out, as often as it is called.
 */
export async function keepState(database: Database): Promise<() => Promise<void>> {
  const kept = `kept_${randomUUID().replaceAll("-", "")}`;
  const tables = await findTables(database);
  await sql`create schema ${sql.ref(kept)}`.execute(database);
  for (const { name } of tables)
    await sql`create table ${sql.table(`${kept}.${name}`)} as table ${sql.table(name)}`.execute(database);
  const numbers = await findNumbers(database);
  return () =>
    database.transaction().execute(async (transaction) => {
      // In this way no table minds what refers to it.
      await sql`set local session_replication_role = replica`.execute(transaction);
      for (const { name, columns } of tables) {
        await sql`delete from ${sql.table(name)}`.execute(transaction);
        const all = sql.raw(columns);
        await sql`insert into ${sql.table(name)} (${all}) select ${all} from ${sql.table(`${kept}.${name}`)}`.execute(
          transaction,
        );
      }
      for (const { name, last } of numbers)
        await sql`select setval(${name}, ${last ?? 1}, ${last !== null})`.execute(transaction);
    });
}

async function findTables(database: Database): Promise<readonly Writable[]> {
  const { rows } = await sql<Writable>`
    select table_name as name, string_agg(quote_ident(column_name), ', ') as columns
    from information_schema.columns join pg_tables on schemaname = table_schema and tablename = table_name
    where table_schema = 'public' and is_generated = 'NEVER' and table_name <> 'migrations'
    group by table_name`.execute(database);
  return rows;
}

async function findNumbers(database: Database) {
  const { rows } = await sql<{ name: string; last: number | null }>`
    select sequencename as name, last_value as last from pg_sequences where schemaname = 'public'`.execute(
    database,
  );
  return rows;
}
