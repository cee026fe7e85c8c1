import fs, { mkdtempSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { openDirectory } from "../../src/store/embedded/open-pglite.ts";
import { pgliteDialect } from "../../src/store/embedded/pglite-dialect.ts";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { recordAll } from "../support/recorded.ts";
import { aPartner } from "../support/records.ts";

/** Counts the calls that reach the operating system; they are made all the same. */
function countFsyncs(): { readonly count: () => number; readonly stop: () => void } {
  const real = fs.fsyncSync;
  let count = 0;
  fs.fsyncSync = (descriptor) => {
    count += 1;
    real(descriptor);
  };
  syncBuiltinESMExports();
  const stop = () => {
    fs.fsyncSync = real;
    syncBuiltinESMExports();
  };
  return { count: () => count, stop };
}

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sluice-durable-"));
  return () => rmSync(directory, { recursive: true });
});

/** The embedded database as its thread opens it, in this thread, where its calls of the operating system are seen. */
async function openHere(): Promise<Store> {
  const pglite = await openDirectory(join(directory, "database"), () => true);
  const database: Store["database"] = new Kysely({ dialect: pgliteDialect(pglite) });
  const [listen, connections] = [async () => async () => {}, () => null];
  return { kind: "embedded", database, listen, connections, close: () => database.destroy() };
}

async function expectSyncing({ database }: Store): Promise<void> {
  const { rows } = await sql<{ fsync: string; commit: string }>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit
  `.execute(database);
  expect(rows).toEqual([{ fsync: "on", commit: "on" }]);
}

test("the embedded database brings every commit to the disk before it says that it is done", async () => {
  const opened = await openStore({ databaseUrl: null, dataDirectory: directory });
  if (!opened.ok) throw new Error(opened.error.message);
  await migrateStore(opened.value);
  await expectSyncing(opened.value);
  await opened.value.close();

  const store = await openHere();
  await expectSyncing(store);
  const fsyncs = countFsyncs();
  for (let commit = 1; commit <= 50; commit++) {
    const after = aPartner();
    const before = fsyncs.count();
    await recordAll(store, [{ subject: "partner", id: after.id, before: null, after }]);
    expect(fsyncs.count()).toBeGreaterThan(before);
  }
  const afterCommits = fsyncs.count();
  await sql`checkpoint`.execute(store.database);
  expect(fsyncs.count()).toBeGreaterThan(afterCommits + 5);
  fsyncs.stop();
  await store.close();
});
