import { type RawBuilder, sql } from "kysely";
import type { Database, Tables } from "../database.ts";

/** The columns of a table that rows are written to, each with its type in SQL. */
export type ColumnTypes = Readonly<Record<string, string>>;

/** Rows as JSON that the database reads as a table: one parameter, however many there are; far faster than a value each. */
function asTable(types: ColumnTypes, rows: readonly object[]): RawBuilder<unknown> {
  const columns = Object.entries(types).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`);
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (${sql.join(columns)})`;
}

/** Inserts many rows in one statement; instants are ISO text, `jsonb` columns hold the values themselves. */
export async function insertMany(
  database: Database,
  table: keyof Tables,
  types: ColumnTypes,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = sql.join(Object.keys(types).map((name) => sql.ref(name)));
  await sql`
    insert into ${sql.table(table)} (${columns}) select ${columns} from ${asTable(types, rows)}`.execute(
    database,
  );
}

/** The table that rows are updated in, and the columns that find a row. */
interface UpdatedTable {
  readonly table: keyof Tables;
  readonly keys: readonly string[];
}

/** Updates many rows in one statement, each found by its `keys`; gives how many rows were updated. */
export async function updateMany(
  database: Database,
  { table, keys }: UpdatedTable,
  types: ColumnTypes,
  rows: readonly object[],
): Promise<bigint> {
  if (rows.length === 0) return 0n;
  const columns = Object.keys(types).filter((name) => !keys.includes(name));
  const sets = sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`given.${name}`)}`));
  const isSame = keys.map((name) => sql`${sql.ref(`${table}.${name}`)} = ${sql.ref(`given.${name}`)}`);
  const updated = await sql`
    update ${sql.table(table)} set ${sets} from ${asTable(types, rows)}
    where ${sql.join(isSame, sql` and `)}`.execute(database);
  return updated.numAffectedRows ?? 0n;
}
