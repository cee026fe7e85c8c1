import { type RawBuilder, sql } from "kysely";
import { type Database, TABLES, type Tables, VIEWS } from "../database.ts";
import type { Columns } from "./columns.ts";

/**
 * Some columns of a row; all rows of one call have the same columns. Instants are ISO text, `jsonb` columns hold the
 * values themselves.
 */
type GivenRow<Table extends keyof Tables> = { readonly [Name in keyof Tables[Table]]?: unknown };

/**
 * Rows as JSON that the database reads as a table: one parameter for any number of rows; far faster than one for each
 * value.
 */
function asTable(
  table: keyof Tables,
  names: readonly string[],
  rows: readonly object[],
): RawBuilder<unknown> {
  const columns: Columns = { ...TABLES, ...VIEWS }[table];
  const typed = names.map((name) => {
    const column = columns[name];
    if (!column) throw new Error(`${table} has no column ${name}`);
    return sql`${sql.ref(name)} ${sql.raw(column.sql)}`;
  });
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (${sql.join(typed)})`;
}

/** Inserts many rows in one statement, with the columns that they give. */
export async function insertMany<Table extends keyof Tables>(
  database: Database,
  table: Table,
  rows: readonly GivenRow<Table>[],
): Promise<void> {
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) return;
  const columns = sql.join(names.map((name) => sql.ref(name)));
  await sql`
    insert into ${sql.table(table)} (${columns}) select ${columns} from ${asTable(table, names, rows)}`.execute(
    database,
  );
}

/**
 * Updates the given columns of many rows in one statement, each row found by its `keys`; gives the number of rows
 * updated.
 */
export async function updateMany<Table extends keyof Tables>(
  database: Database,
  table: Table,
  rows: readonly GivenRow<Table>[],
  keys: readonly string[] = ["id"],
): Promise<bigint> {
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) return 0n;
  const columns = names.filter((name) => !keys.includes(name));
  const sets = sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`given.${name}`)}`));
  const isSame = keys.map((name) => sql`${sql.ref(`${table}.${name}`)} = ${sql.ref(`given.${name}`)}`);
  const updated = await sql`
    update ${sql.table(table)} set ${sets} from ${asTable(table, names, rows)}
    where ${sql.join(isSame, sql` and `)}`.execute(database);
  return updated.numAffectedRows ?? 0n;
}
