import { sql } from "kysely";
import type { Database } from "../../src/store/database.ts";

const HEADER = `-- The schema that the migrations make, as the database's catalog tells it. Made by the test
-- test/store/schema.test.ts, which fails when this file is stale; \`npx vitest run test/store/schema.test.ts -u\` writes it.
`;

/** Tables with their columns, constraints, indexes and triggers, in one text that is the same on both databases. */
export async function dumpSchema(database: Database): Promise<string> {
  const tables = await listTables(database);
  const texts: string[] = [];
  for (const table of tables) {
    const inside = [...(await listColumns(database, table)), ...(await listConstraints(database, table))];
    const after = [...(await listIndexes(database, table)), ...(await listTriggers(database, table))];
    texts.push(`create table ${table} (\n${inside.map((line) => `  ${line}`).join(",\n")}\n);`, ...after);
  }
  return `${HEADER}\n${texts.join("\n\n")}\n`;
}

async function listTables(database: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select relname as line from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname collate "C"
  `.execute(database);
  return rows.map((row) => row.line);
}

async function listColumns(database: Database, table: string): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', attname, format_type(atttypid, atttypmod),
      case when attcollation = '"C"'::regcollation then 'collate "C"' end,
      case when attnotnull then 'not null' end,
      case when attgenerated = 's' then 'generated always as ' || pg_get_expr(adbin, adrelid) || ' stored'
        when adbin is not null then 'default ' || pg_get_expr(adbin, adrelid) end) as line
    from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum
  `.execute(database);
  return rows.map((row) => row.line);
}

/** The constraints without those of `not null`, which some versions of PostgreSQL list as well. */
async function listConstraints(database: Database, table: string): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint
    where conrelid = ${table}::regclass and contype <> 'n' order by conname collate "C"
  `.execute(database);
  return rows.map((row) => row.line);
}

/** The indexes without those of constraints. */
async function listIndexes(database: Database, table: string): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select pg_get_indexdef(indexrelid) || ';' as line from pg_index
    where indrelid = ${table}::regclass
      and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
    order by indexrelid::regclass::text collate "C"
  `.execute(database);
  return rows.map((row) => row.line);
}

async function listTriggers(database: Database, table: string): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select pg_get_triggerdef(oid) || ';' as line from pg_trigger
    where tgrelid = ${table}::regclass and not tgisinternal order by tgname collate "C"
  `.execute(database);
  return rows.map((row) => row.line);
}
