import { expect, test } from "vitest";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { DATABASE_KINDS, newEmptyDatabase, newStore } from "../support/databases.ts";
import { dumpSchema } from "../support/dump-schema.ts";

test.each(DATABASE_KINDS)("the checked-in schema is what the migrations make (%s)", async (kind) => {
  const store = await newStore(kind);
  await expect(await dumpSchema(store.database)).toMatchFileSnapshot("../../src/store/schema.sql");
  await store.close();
});

test.each(DATABASE_KINDS)("migrations run once, and several servers may start at once (%s)", async (kind) => {
  const store = await newEmptyDatabase(kind);
  const results = await Promise.all([migrateStore(store), migrateStore(store), migrateStore(store)]);
  const ran = results.flatMap((result) => (result.ok ? [result.value] : []));
  expect(ran.filter((names) => names.length > 0)).toEqual([
    ["001-ledger", "002-tenancy", "003-catalog", "004-people", "005-forecast-links", "006-answered-calls"],
  ]);
  expect(ran.filter((names) => names.length === 0)).toHaveLength(2);
  await store.close();
});
