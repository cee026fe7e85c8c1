import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { lockForTransaction, MIGRATION_LOCK } from "../../src/store/locks.ts";
import { createDatabase } from "../support/databases.ts";
import { ServerProcess } from "../support/server-process.ts";
import { enterReleases, SteadyLoad } from "../support/steady-load.ts";
import { expectNothingLost, openBeside } from "./nothing-lost.ts";

test("an old server answers every check and accepts changes while a newer one widens the schema, and after it", async () => {
  const databaseUrl = await createDatabase();
  const old = new ServerProcess(databaseUrl);
  try {
    await old.start();
    await enterReleases(old.url);
    const load = new SteadyLoad(old.url);
    await expect.poll(() => load.acknowledged, { timeout: 20_000 }).toBeGreaterThan(3);
    const newer = await openBeside(databaseUrl);
    // As a newer program does it: one transaction, under the lock of migrations, only adding.
    await newer.database.transaction().execute(async (transaction) => {
      await lockForTransaction(transaction, MIGRATION_LOCK);
      await sql`alter table organizations add column of_tomorrow text`.execute(transaction);
      await sql`create index organizations_of_tomorrow on organizations (of_tomorrow)`.execute(transaction);
      await sleep(1_000);
      await sql`insert into migrations values ('999-tomorrow')`.execute(transaction);
    });
    await newer.close();
    const after = load.acknowledged;
    await expect.poll(() => load.acknowledged, { timeout: 20_000 }).toBeGreaterThan(after + 3);
    const { failures, unsure, acknowledged } = await load.stop();
    expect([failures, unsure]).toEqual([[], 0]);
    await old.end();
    // A program that does not know the schema does not start on it; here it is known again.
    await expect(openBeside(databaseUrl)).rejects.toThrow(/999-tomorrow/);
    await forgetTomorrow(databaseUrl);
    await expectNothingLost(databaseUrl, acknowledged);
  } finally {
    await old.destroy();
  }
});

async function forgetTomorrow(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("delete from migrations where name = '999-tomorrow'");
  await client.end();
}
