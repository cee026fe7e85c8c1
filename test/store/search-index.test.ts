import { sql } from "kysely";
import { expect, test } from "vitest";
import { indexNamesAgain, migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { createRoleDatabase } from "../support/database-role.ts";

const isIndexed = async ({ database }: Store): Promise<boolean> => {
  const { rows } =
    await sql`select 1 from pg_indexes where indexname = 'organizations_by_part_of_name'`.execute(database);
  return rows.length === 1;
};

async function opened(databaseUrl: string): Promise<Store> {
  const store = await openStore({ databaseUrl, dataDirectory: "unused" });
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}

test("the index for parts of names is made once the extension is there, in whatever schema, and only then", async () => {
  const database = await createRoleDatabase({ owns: false });
  await database.ask(`grant create on schema public to ${database.role}`);
  const store = await opened(database.url);
  expect((await migrateStore(store)).ok).toBe(true);
  expect(await isIndexed(store)).toBe(false);
  expect([await indexNamesAgain(store), await isIndexed(store)]).toEqual([false, false]);
  await database.ask(`create schema "Their extensions"; create extension pg_trgm schema "Their extensions"`);
  await database.ask(`grant usage on schema "Their extensions" to ${database.role}`);
  expect([await indexNamesAgain(store), await isIndexed(store)]).toEqual([true, true]);
  expect(await indexNamesAgain(store)).toBe(false);
  await store.close();
  await database.close();
});
