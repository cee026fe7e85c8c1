import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { findPartner } from "../../src/store/tables/partner-table.ts";
import { createDatabase, DATABASE_KINDS, type DatabaseKind } from "../support/databases.ts";
import { recordAll } from "../support/recorded.ts";
import { aPartner } from "../support/records.ts";

const scratch = mkdtempSync(join(tmpdir(), "sluice-open-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let directories = 0;
function newDirectory(): string {
  directories += 1;
  return join(scratch, String(directories));
}

function embedded(dataDirectory: string) {
  return openStore({ databaseUrl: null, dataDirectory });
}

async function opened(store: ReturnType<typeof openStore>): Promise<Store> {
  const result = await store;
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function locationOf(kind: DatabaseKind) {
  const databaseUrl = kind === "embedded" ? null : await createDatabase();
  return { databaseUrl, dataDirectory: newDirectory() };
}

test.each(DATABASE_KINDS)("what was committed is there when the store opens again (%s)", async (kind) => {
  const location = await locationOf(kind);
  const partner = aPartner();
  const first = await opened(openStore(location));
  expect(first.kind).toBe(kind);
  await migrateStore(first);
  await recordAll(first, [{ subject: "partner", id: partner.id, before: null, after: partner }]);
  await first.close();
  const second = await opened(openStore(location));
  expect((await findPartner(second.database, partner.id))?.partner).toEqual(partner);
  await second.close();
});

test.each(DATABASE_KINDS)(
  "a database that a newer program changed is refused, and left alone (%s)",
  async (kind) => {
    const location = await locationOf(kind);
    const store = await opened(openStore(location));
    await migrateStore(store);
    await sql`insert into migrations values ('999-from-the-future')`.execute(store.database);
    expect(await migrateStore(store)).toMatchObject({ error: { code: "database_newer_than_program" } });
    await store.close();
    expect(await openStore(location)).toMatchObject({
      ok: false,
      error: { code: "database_newer_than_program", message: expect.stringContaining("999-from-the-future") },
    });
  },
);

test("a data directory that another one uses is refused, and free again once that one closes", async () => {
  const directory = newDirectory();
  const first = await opened(embedded(directory));
  expect(await embedded(directory)).toMatchObject({
    ok: false,
    error: { code: "data_directory_in_use", message: expect.stringContaining(String(process.pid)) },
  });
  await first.close();
  await first.close();
  await (await opened(embedded(directory))).close();
});

test.each(["", "below", "database"])(
  "a data directory that cannot be one is refused (a file stands at '%s')",
  async (at) => {
    const directory = newDirectory();
    if (at === "") {
      writeFileSync(directory, "a file");
      expect(await embedded(directory)).toMatchObject({ error: { code: "data_directory_not_writable" } });
    } else if (at === "below") {
      writeFileSync(directory, "a file");
      expect(await embedded(join(directory, "deeper"))).toMatchObject({
        error: { code: "data_directory_not_writable" },
      });
    } else {
      mkdirSync(directory);
      writeFileSync(join(directory, "database"), "a file");
      expect(await embedded(directory)).toMatchObject({ error: { code: "data_directory_not_writable" } });
    }
  },
);

test.runIf(existsSync("/proc/self"))(
  "a data directory on a file system that takes no files is refused",
  async () => {
    expect(await embedded("/proc/self/sluice")).toMatchObject({
      error: { code: "data_directory_not_writable", message: expect.stringContaining("/proc/self/sluice") },
    });
  },
);

test.each([
  ["nobody listens", () => "postgres://someone:secret@127.0.0.1:1/sluice"],
  ["the database does not exist", async () => `${await createDatabase()}_not`],
  ["the password is wrong", async () => (await createDatabase()).replace(/:[^:@]*@/, ":secret@")],
  ["it is no URL at all", () => "postgres://secret@:::/"],
])("a database is refused as unreachable where %s, without telling the password", async (_, url) => {
  const result = await openStore({ databaseUrl: await url(), dataDirectory: newDirectory() });
  expect(result).toMatchObject({ ok: false, error: { code: "database_unreachable" } });
  expect(JSON.stringify(result)).not.toContain("secret");
});

test.each(["LATIN1", "WIN1252", "SQL_ASCII", "EUC_JP"])(
  "a database with the encoding %s is refused, because it cannot store every name",
  async (encoding) => {
    const url = new URL(await createDatabase());
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    const name = `${url.pathname.slice(1)}_${encoding.toLowerCase()}`;
    await client.query(`create database ${name} encoding '${encoding}' locale 'C' template template0`);
    await client.end();
    url.pathname = name;
    const result = await openStore({ databaseUrl: url.href, dataDirectory: newDirectory() });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "database_not_utf8", message: expect.stringContaining(`the encoding ${encoding}`) },
    });
  },
);
