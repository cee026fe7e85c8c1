import fs, { mkdtempSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
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

test("the embedded database brings every commit to the disk before it says that it is done", async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), "sluice-durable-"));
  const opened = await openStore({ databaseUrl: null, dataDirectory });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  await migrateStore(store);
  const { rows } = await sql<{ fsync: string; commit: string }>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit
  `.execute(store.database);
  expect(rows).toEqual([{ fsync: "on", commit: "on" }]);

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
  rmSync(dataDirectory, { recursive: true });
});
