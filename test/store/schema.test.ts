import { readdirSync } from "node:fs";
import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { TABLES } from "../../src/store/database.ts";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Columns } from "../../src/store/tables/columns.ts";
import { listOrganizations } from "../../src/store/tables/scenes.ts";
import { createDatabase, DATABASE_KINDS, newEmptyDatabase, newStore } from "../support/databases.ts";
import { dumpSchema } from "../support/dump-schema.ts";
import { recordAll } from "../support/recorded.ts";
import { anOrganization } from "../support/records.ts";

/** The name of every migration, from the files that hold them. */
const MIGRATIONS = readdirSync(new URL("../../src/store/migrations/", import.meta.url))
  .map((file) => file.replace(/\.ts$/, ""))
  .sort();

test.each(DATABASE_KINDS)("the checked-in schema is what the migrations make (%s)", async (kind) => {
  const store = await newStore(kind);
  await expect(await dumpSchema(store.database)).toMatchFileSnapshot("../../src/store/schema.sql");
  await store.close();
});

test.each(DATABASE_KINDS)("the tables of the program have the columns of the schema (%s)", async (kind) => {
  const store = await newStore(kind);
  const { rows } = await sql<{ table: string; column: string; sql: string; isNullable: boolean }>`
    select relname as "table", attname as "column", format_type(atttypid, atttypmod) as sql,
      not attnotnull as "isNullable"
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped`.execute(
    store.database,
  );
  const columns = Object.entries<Columns>(TABLES).flatMap(([table, columns]) =>
    Object.entries(columns).map(([column, { sql, isNullable }]) => ({ table, column, sql, isNullable })),
  );
  const byName = (a: { table: string; column: string }, b: typeof a) =>
    `${a.table} ${a.column}` < `${b.table} ${b.column}` ? -1 : 1;
  expect(columns.sort(byName)).toEqual([...rows].sort(byName));
  await store.close();
});

test.each(DATABASE_KINDS)("migrations run once, and several servers may start at once (%s)", async (kind) => {
  const store = await newEmptyDatabase(kind);
  const results = await Promise.all([migrateStore(store), migrateStore(store), migrateStore(store)]);
  const ran = results.flatMap((result) => (result.ok ? [result.value] : []));
  expect(ran.filter((names) => names.length > 0)).toEqual([MIGRATIONS]);
  expect(ran.filter((names) => names.length === 0)).toHaveLength(2);
  await store.close();
});

test("whoever may not add an extension to the database has all but the index that needs it, and searches as right", async () => {
  const url = new URL(await createDatabase());
  const owner = new pg.Client({ connectionString: url.href });
  await owner.connect();
  const role = `guest_${url.pathname.slice(1)}`;
  await owner.query(`create role ${role} login password 'guest'`);
  await owner.query(`grant create, usage on schema public to ${role}`);
  await owner.end();
  url.username = role;
  url.password = "guest";
  const opened = await openStore({ databaseUrl: url.href, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  expect(await migrateStore(store)).toEqual({ ok: true, value: MIGRATIONS });
  expect(await dumpSchema(store.database)).not.toContain("gin_trgm_ops");
  const acme = anOrganization({ name: "Acme", partnerIds: [] });
  await recordAll(store, [{ subject: "organization", id: acme.id, before: null, after: acme }]);
  const found = await listOrganizations(store.database, { q: "cm", max: 10 });
  expect(found.map(({ organization }) => organization.id)).toEqual([acme.id]);
  await store.close();
});
