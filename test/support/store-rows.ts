import { sql } from "kysely";
import type { Database } from "../../src/store/database.ts";
import type { Store } from "../../src/store/store.ts";

/** A table's rows as one text of JSON, which the database itself reads and writes. */
interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: string;
}

/** All rows of a database. */
export interface StoreRows {
  readonly tables: readonly TableRows[];
  readonly sequences: readonly { readonly name: string; readonly value: number }[];
}

/** Reads all rows of a database, for starting another one from them. */
export async function readRows({ database }: Store): Promise<StoreRows> {
  const tables: TableRows[] = [];
  for (const [table, columns] of await listColumns(database)) {
    const { rows } = await sql<{ rows: string }>`
      select coalesce(json_agg(one), '[]')::text as rows
      from (select ${sql.join(columns.map((name) => sql.ref(name)))} from ${sql.table(table)}) as one
    `.execute(database);
    tables.push({ table, columns, rows: rows[0]?.rows ?? "[]" });
  }
  const { rows: sequences } = await sql<{ name: string; value: number }>`
    select sequencename as name, last_value::float8 as value from pg_sequences
    where schemaname = 'public' and last_value is not null`.execute(database);
  return { tables, sequences };
}

/** Puts rows into an empty database that has the same schema. */
export async function writeRows({ database }: Store, { tables, sequences }: StoreRows): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    // This way tables accept rows in any order.
    await sql`set local session_replication_role = replica`.execute(transaction);
    await sql`delete from ledger_head`.execute(transaction);
    for (const { table, columns, rows } of tables) {
      if (rows === "[]") continue;
      const names = sql.join(columns.map((name) => sql.ref(name)));
      await sql`
        insert into ${sql.table(table)} (${names})
        select ${names} from json_populate_recordset(null::${sql.table(table)}, ${rows}::text::json)
      `.execute(transaction);
    }
    for (const { name, value } of sequences)
      await sql`select setval(${name}::text::regclass, ${value}::bigint)`.execute(transaction);
  });
}

/** The columns to write, by table: without those that the database computes, and without views, which have no rows of their own. */
async function listColumns(database: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select table_name as table, array_agg(column_name::text order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_name <> 'migrations' and is_generated = 'NEVER'
      and table_type = 'BASE TABLE'
    group by table_name order by table_name
  `.execute(database);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}
