import { type RawBuilder, sql } from "kysely";
import type { Database, Tables } from "./database.ts";

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

/** Updates many rows by their `id` in one statement; gives how many there were. */
export async function updateMany(
  database: Database,
  table: keyof Tables,
  types: ColumnTypes,
  rows: readonly object[],
): Promise<bigint> {
  const columns = Object.keys(types).filter((name) => name !== "id");
  const sets = sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`given.${name}`)}`));
  const updated = await sql`
    update ${sql.table(table)} set ${sets} from ${asTable(types, rows)}
    where ${sql.ref(`${table}.id`)} = given.id`.execute(database);
  return updated.numAffectedRows ?? 0n;
}
