import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { newStore } from "../support/databases.ts";
import { change, recordAll } from "../support/recorded.ts";
import { aPartner } from "../support/records.ts";

let store: Store;
beforeAll(async () => {
  store = await newStore("postgresql");
});
afterAll(() => store.close());

const record = async () => {
  const after = aPartner();
  await recordAll(store, [{ subject: "partner", id: after.id, before: null, after }]);
};

test("a connection lost in the middle of a change is thrown on, nothing is written, and the next change works", async () => {
  const partner = aPartner();
  const lost = change(store, async (one) => {
    await one.record({ subject: "partner", id: partner.id, action: "create", before: null, after: partner });
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(one.database);
  });
  await expect(lost).rejects.toThrow(/terminat/);
  await record();
  expect(await verifyLedger(store)).toMatchObject({ findings: [], count: 1 });
});

test("whoever listens is woken once more when a lost connection is back, and hears what comes after", async () => {
  let wakes = 0;
  const stop = await store.listen(() => {
    wakes += 1;
  });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'listen%'`.execute(store.database);
  await expect.poll(() => wakes, { timeout: 10_000 }).toBe(1);
  await record();
  await expect.poll(() => wakes).toBe(2);
  await stop();
});
