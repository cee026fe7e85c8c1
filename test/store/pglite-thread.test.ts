import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { isDataFault } from "../../src/store/data-fault.ts";
import { PgliteThread } from "../../src/store/embedded/pglite-thread.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { fillDataDirectory } from "../support/data-directory.ts";
import { recordAll } from "../support/recorded.ts";
import { aPartner } from "../support/records.ts";

let directory: string;
let store: Store;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "sluice-thread-"));
  await fillDataDirectory(directory);
  return () => rmSync(directory, { recursive: true });
});

/** How often other work of this thread had its turn while something was awaited. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  let turns = 0;
  const end = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await setImmediate();
    turns++;
  }
  await end;
  return turns;
}

describe("an embedded database in a thread of its own", () => {
  beforeAll(async () => {
    const opened = await openStore({ databaseUrl: null, dataDirectory: directory });
    if (!opened.ok) throw new Error(opened.error.message);
    store = opened.value;
    return () => store.close();
  });

  test("leaves this thread to others while it is at work", async () => {
    const work = sql`select count(*) from generate_series(1, 1000000)`.execute(store.database);
    expect(await turnsDuring(work)).toBeGreaterThan(100);
  });

  test("gives many rows in pieces, all of them in their order, with the types of their columns", async () => {
    const rows = sql<{ n: number }>`select n::bigint as n from generate_series(1, 1001) n`.execute(
      store.database,
    );
    // A query of one row takes three turns or so; each of the six pieces takes at least one.
    expect(await turnsDuring(rows)).toBeGreaterThan(5);
    expect((await rows).rows).toEqual(Array.from({ length: 1_001 }, (_, place) => ({ n: place + 1 })));
    const types =
      await sql`select '2026-01-01T00:00:00Z'::timestamptz as at, '\\x0102'::bytea as bytes, null as nothing,
      array['a','b'] as texts, '{"a":[1,{"b":null}]}'::jsonb as json`.execute(store.database);
    expect(types.rows).toEqual([
      {
        at: Date.UTC(2026, 0, 1),
        bytes: Uint8Array.of(1, 2),
        nothing: null,
        texts: ["a", "b"],
        json: { a: [1, { b: null }] },
      },
    ]);
  });

  test("says how many rows were changed", async () => {
    await sql`create temporary table changed (n int)`.execute(store.database);
    const made = await sql`insert into changed select generate_series(1, 700)`.execute(store.database);
    const updated = await sql`update changed set n = 0 where n > 300 returning n`.execute(store.database);
    expect([made.numAffectedRows, updated.numAffectedRows, updated.rows.length]).toEqual([700n, 400n, 400]);
  });

  test.each([
    [
      "a broken constraint",
      () => sql`insert into migrations (name) values (null)`,
      { code: "23502", table: "migrations" },
    ],
    [
      "a number that none is exactly",
      () => sql`select 9007199254740993::bigint as n`,
      { name: "RangeError" },
    ],
  ])("tells of %s as a fault of the data", async (_, query, like) => {
    const error = await query()
      .execute(store.database)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject(like);
    expect(isDataFault(error)).toBe(true);
  });

  test("tells every listener of each change, until it ends", async () => {
    const heard = [0, 0];
    const listen = (index: 0 | 1) => store.listen(() => heard[index]!++ && undefined);
    const ends = [await listen(0), await listen(1)];
    const record = async () => {
      const after = aPartner();
      await recordAll(store, [{ subject: "partner", id: after.id, before: null, after }]);
      // What is announced comes before the answer to a later call.
      await sql`select 1`.execute(store.database);
    };
    await record();
    expect(heard).toEqual([1, 1]);
    await ends[0]?.();
    await record();
    expect(heard).toEqual([1, 2]);
  });
});

test("a call after the end of the thread is refused", async () => {
  const opened = await PgliteThread.open(join(directory, "database"));
  if (!opened.ok) throw new Error(opened.error);
  expect((await opened.value.query("select $1::int as n", [7])).rows).toEqual([{ n: 7 }]);
  await opened.value.close();
  await expect(opened.value.query("select 1", [])).rejects.toThrow("has ended");
});
