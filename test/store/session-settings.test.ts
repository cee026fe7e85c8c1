import { sql } from "kysely";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { createDatabase } from "../support/databases.ts";
import { Pooler, type Pooling } from "../support/pooler.ts";
import { recordAll } from "../support/recorded.ts";
import { aPartner, at } from "../support/records.ts";

const MOMENT = at("2026-07-01");

let databaseUrl: string;
let name: string;
const open: { close(): Promise<unknown> }[] = [];
beforeAll(async () => {
  databaseUrl = await createDatabase();
  name = new URL(databaseUrl).pathname.slice(1);
  await (await migrated(databaseUrl)).close();
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  await ask(`alter database ${name} reset all`);
});
afterAll(async () => {
  for (const one of open) await one.close();
});

/** Asks the database by a connection of its own. */
async function ask(text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(text).finally(() => client.end());
  return rows;
}

async function opened(url: string): Promise<Store> {
  const store = await openStore({ databaseUrl: url, dataDirectory: "unused" });
  if (!store.ok) throw new Error(store.error.message);
  open.push(store.value);
  return store.value;
}

async function migrated(url: string): Promise<Store> {
  const store = await opened(url);
  const done = await migrateStore(store);
  if (!done.ok) throw new Error(done.error.message);
  return store;
}

const settingsIn = async (database: Store["database"], ...names: readonly string[]) => {
  const { rows } = await sql<{ value: string }>`
    select current_setting(name) as value from unnest(${names}::text[]) with ordinality as asked (name, place)
    order by place`.execute(database);
  return rows.map(({ value }) => value);
};

/** What a moment is when it was written, read and hashed, with a chain that holds. */
async function expectTrueTimes(store: Store): Promise<void> {
  const after = aPartner();
  await recordAll(store, [{ subject: "partner", id: after.id, before: null, after }], MOMENT);
  const { at: last } = await store.database.selectFrom("ledger_head").select("at").executeTakeFirstOrThrow();
  expect(last).toBe(MOMENT);
  expect((await verifyLedger(store)).findings).toEqual([]);
  await empty(store);
}

async function empty({ database }: Store): Promise<void> {
  await database.deleteFrom("partners").execute();
  await database.deleteFrom("ledger").execute();
  await sql`update ledger_head set sequence = 0, hash = repeat('0', 64), at = 'epoch'`.execute(database);
}

/** What operators and systems set, one line of `alter database … set` each. */
const SET_BY_DATABASE = [
  "timezone = 'Europe/Berlin'",
  "timezone = 'America/Lima'",
  "timezone = 'Asia/Kathmandu'",
  "datestyle = 'German'",
  "datestyle = 'SQL, DMY'",
  "datestyle = 'Postgres, MDY'",
  "intervalstyle = 'sql_standard'",
  "extra_float_digits = -3",
  "standard_conforming_strings = off",
  "client_encoding = 'LATIN1'",
  "bytea_output = 'escape'",
  "default_transaction_isolation = 'serializable'",
  "idle_in_transaction_session_timeout = 0",
];

const DIRECT = { way: "directly", pooling: null } as const;
const WAYS = [
  DIRECT,
  { way: "by a pooler of sessions", pooling: "session" },
  { way: "by a pooler of transactions", pooling: "transaction" },
] as const;

async function through(pooling: Pooling | null, url = databaseUrl): Promise<string> {
  if (pooling === null) return url;
  const made = await Pooler.toDatabase(url, pooling);
  open.push(made.pooler);
  return made.url;
}

describe.each(WAYS)("a store that is reached $way", ({ pooling }) => {
  test.each(SET_BY_DATABASE)("tells true times in a database with %s", async (setting) => {
    await ask(`alter database ${name} set ${setting}`);
    await expectTrueTimes(await opened(await through(pooling)));
  });

  test("tells true times where the URL has options of its own, and keeps to those", async () => {
    await ask(`alter database ${name} set timezone = 'Europe/Berlin'`);
    const options =
      "-c statement_timeout=60s --lock-timeout=7s -cTimeZone=Asia/Tokyo -c application_name=a\\ b";
    const store = await opened(`${await through(pooling)}?options=${encodeURIComponent(options)}`);
    await expectTrueTimes(store);
    const asked = ["statement_timeout", "lock_timeout", "application_name", "timezone", "datestyle"];
    const expected = ["1min", "7s", "a b", "UTC", "ISO, MDY"];
    expect(await settingsIn(store.database, ...asked)).toEqual(expected);
  });

  test("ends the transaction of a server that vanishes, also if the database says that it may last", async () => {
    await ask(`alter database ${name} set idle_in_transaction_session_timeout = '1h'`);
    const store = await opened(await through(pooling));
    const read = await store.database
      .transaction()
      .execute((transaction) => settingsIn(transaction, "idle_in_transaction_session_timeout", "timezone"));
    expect(read).toEqual(["15s", "UTC"]);
  });

  test("looks for its tables where they were at the start, also if that is changed meanwhile", async () => {
    const store = await opened(await through(pooling));
    await ask(`alter database ${name} set search_path = pg_catalog`);
    await sql`select 1`.execute(store.database);
    await ask(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    const count = () => store.database.selectFrom("partners").select("id").execute();
    await expect.poll(() => count().catch(() => null), { timeout: 5_000 }).toEqual([]);
  });

  test("makes and finds its tables in the schema of the URL's options", async () => {
    await ask("create schema app");
    const url = `${await through(pooling)}?options=-c%20search_path%3Dapp`;
    const store = await migrated(url);
    await expectTrueTimes(store);
    await store.close();
    await expectTrueTimes(await opened(url));
    expect(
      await ask("select 1 from pg_tables where schemaname = 'app' and tablename = 'ledger'"),
    ).toHaveLength(1);
    await ask("drop schema app cascade");
  });

  test("hears of changes or finds them, and makes many at once", async () => {
    const store = await opened(await through(pooling));
    const stop = await store.listen(() => undefined);
    const partners = Array.from({ length: 12 }, () => aPartner());
    await Promise.all(
      partners.map((after) => recordAll(store, [{ subject: "partner", id: after.id, before: null, after }])),
    );
    expect(await verifyLedger(store)).toMatchObject({ findings: [], count: 12 });
    await stop();
    await empty(store);
  });
});

test("PGOPTIONS is kept to as the URL's options are", async () => {
  process.env.PGOPTIONS = "-c statement_timeout=9s";
  try {
    const store = await opened(await through("session"));
    expect(await settingsIn(store.database, "statement_timeout", "timezone")).toEqual(["9s", "UTC"]);
  } finally {
    delete process.env.PGOPTIONS;
  }
});

test.each([
  ["a setting that does not exist", "-c no_such_thing=1", "no_such_thing"],
  ["a value that it cannot have", "-c statement_timeout=soon", "statement_timeout"],
  ["something else than settings", "-d 5", "write them as -c name=value"],
])("options with %s are refused in one sentence", async (_, options, words) => {
  const url = `${databaseUrl}?options=${encodeURIComponent(options)}`;
  expect(await openStore({ databaseUrl: url, dataDirectory: "unused" })).toMatchObject({
    ok: false,
    error: { code: "database_unreachable", message: expect.stringContaining(words) },
  });
});
