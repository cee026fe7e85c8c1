import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "../../src/store/database.ts";
import { findOrganizationsKnownBy, selectKnownBy } from "../../src/store/tables/organization-names.ts";
import { DATABASE_KINDS } from "../support/databases.ts";
import { borrowStore } from "../support/store-pool.ts";

const COUNT = 20_000;

/** Many organizations, as the planner knows of them once the database has looked at its tables. */
async function fill(database: Database): Promise<void> {
  await sql`insert into organizations (id, name, name_key, created_at)
    select gen_random_uuid(), 'Trial ' || number, 'trial ' || number, now()
    from generate_series(1, ${sql.lit(COUNT)}) as number`.execute(database);
  await sql`analyze organizations`.execute(database);
}

/** What some work in a transaction gives that is rolled back. */
async function inRolledBack<Value>(
  database: Database,
  work: (transaction: Database) => Promise<Value>,
): Promise<Value> {
  const transaction = await database.startTransaction().execute();
  const value = await work(transaction);
  await transaction.rollback().execute();
  return value;
}

describe.each(DATABASE_KINDS)("many names at once, on %s", (kind) => {
  test("are found, and not by the index for parts of names", async () => {
    const store = await borrowStore(kind);
    await fill(store.database);
    const names = Array.from({ length: 500 }, (_, number) => `TRIAL ${number + COUNT - 400}`);
    expect((await findOrganizationsKnownBy(store.database, { names, ids: [] })).length).toBe(401);
    const plan = await inRolledBack(store.database, async (transaction) => {
      // PostgreSQL 15 reckons the right index so dear that it may leave it aside. Here every version has to, and reads a table only
      // where no index serves.
      await sql`drop index organizations_by_name, organizations_by_lineup`.execute(transaction);
      await sql`set local enable_seqscan = off`.execute(transaction);
      await sql`set local enable_nestloop = off`.execute(transaction);
      return JSON.stringify(await selectKnownBy(transaction, { names, ids: [] }).explain());
    });
    expect(plan).toContain("organizations");
    expect(plan).not.toContain("organizations_by_part_of_name");
    await store.close();
  });
});
