import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { keepTerminal } from "../cli/tiny-server.ts";
import { fillDataDirectory } from "../support/data-directory.ts";
import { atDepth } from "../support/depth.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-damaged-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, "database", name);
const embedded = () => openStore({ databaseUrl: null, dataDirectory: folder });

/** Does something to every file of the write-ahead log. */
function eachOfLog(what: (path: string) => void): void {
  for (const name of readdirSync(file("pg_wal"))) {
    if (/^[0-9A-F]{24}$/.test(name)) what(file(`pg_wal/${name}`));
  }
}

/** The file of a table, relative to the folder of the database. */
async function fileOf(table: string): Promise<string> {
  const store = await embedded();
  if (!store.ok) throw new Error(store.error.message);
  const found = await sql<{ path: string }>`select pg_relation_filepath(${table}) as path`.execute(
    store.value.database,
  );
  await store.value.close();
  return file(found.rows[0]?.path ?? "");
}

async function expectDamaged(): Promise<void> {
  const opened = await embedded();
  expect(opened).toMatchObject({ error: { code: "database_damaged" } });
  const { message } = opened.ok ? { message: "" } : opened.error;
  expect(message).toContain(folder);
  expect(message).toContain("restore a backup");
  expect(message.length).toBeLessThan(600);
  expect(message).not.toMatch(/\n|wasm|Aborted|\.js/);
  // It left no lock behind, and made no new database over what is left.
  expect(readdirSync(folder).sort()).toEqual(["database"]);
}

describe("an embedded database is refused in one sentence as damaged, and left as it is, where", () => {
  const ways: readonly (readonly [string, () => void])[] = [
    ["its write-ahead log is empty", () => eachOfLog((path) => truncateSync(path, 0))],
    ["its control file is missing", () => rmSync(file("global/pg_control"))],
    ["its version file is missing", () => rmSync(file("PG_VERSION"))],
    ["a table of the system is missing", () => rmSync(file("base/5/1259"))],
    ["its write-ahead log is cut off", () => eachOfLog((path) => truncateSync(path, 10_000))],
    ["its write-ahead log is missing", () => eachOfLog((path) => rmSync(path))],
    ["its control file is garbage", () => writeFileSync(file("global/pg_control"), Buffer.alloc(8_192, 7))],
    ["its version file is empty", () => truncateSync(file("PG_VERSION"), 0)],
    ["a whole folder is missing", () => rmSync(file("base/5"), { recursive: true })],
  ];
  test.each(atDepth({ gate: ways.slice(0, 4), soak: ways }))("%s", async (_, damage) => {
    await fillDataDirectory(folder);
    damage();
    await expectDamaged();
  });

  test("a table that the start reads is cut off", async () => {
    await fillDataDirectory(folder);
    truncateSync(await fileOf("migrations"), 100);
    await expectDamaged();
  });
});

test("damage that a command meets only later ends it in one sentence too, with 3", async () => {
  await fillDataDirectory(folder);
  const ledger = await fileOf("ledger_head");
  writeFileSync(ledger, Buffer.alloc(statSync(ledger).size, 7));
  const terminal = keepTerminal({ DATA_DIR: folder });
  expect(await runSluice(["ledger", "verify"], terminal)).toBe(3);
  expect(terminal.written.out).toBe("");
  expect(terminal.written.err).toMatch(
    /^sluice: The embedded database in .* is damaged .*\[database_damaged\]\n$/,
  );
});

test("a first start that was cut off is begun anew", async () => {
  mkdirSync(file(""));
  mkdirSync(join(folder, "database.new", "base"), { recursive: true });
  writeFileSync(join(folder, "database.new", "PG_VERSION"), "");
  const store = await embedded();
  if (!store.ok) throw new Error(store.error.message);
  expect(await migrateStore(store.value)).toMatchObject({ ok: true });
  await store.value.close();
  expect(readdirSync(folder)).toEqual(["database"]);
});
