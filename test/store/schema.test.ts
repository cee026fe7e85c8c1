import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { DATABASE_KINDS, newEmptyDatabase, newStore } from "../support/databases.ts";
import { dumpSchema } from "../support/dump-schema.ts";

/** The name of every migration, from the files that hold them. */
const MIGRATIONS = readdirSync(new URL("../../src/store/migrations/", import.meta.url))
  .map((file) => file.replace(/\.ts$/, ""))
  .sort();

test.each(DATABASE_KINDS)("the checked-in schema is what the migrations make (%s)", async (kind) => {
  const store = await newStore(kind);
  await expect(await dumpSchema(store.database)).toMatchFileSnapshot("../../src/store/schema.sql");
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
