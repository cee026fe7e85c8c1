import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { createRoleDatabase, type RoleDatabase } from "../support/database-role.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { type Answered, expectRefusal, send } from "./caller.ts";
import { make } from "./tenancy.ts";

let database: RoleDatabase;
let store: Store;
let server: TestServer;
let logged: { level: number; msg: string }[] = [];
const log = pino(
  new Writable({
    write: (chunk, _encoding, done) => {
      logged.push(JSON.parse(String(chunk)));
      done();
    },
  }),
);

beforeAll(async () => {
  database = await createRoleDatabase();
  const opened = await openStore({ databaseUrl: database.url, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
  await migrateStore(store);
  server = await startServer(store, {}, { log });
});
afterEach(async () => {
  await database.ask(`alter role ${database.role} reset all`);
  await database.ask(`alter role ${database.role} connection limit -1`);
  await endConnections();
  logged = [];
});
afterAll(async () => {
  await server.close();
  await store.close();
  await database.close();
});

const change = (): Promise<Answered> =>
  send(server, VENDOR_TOKEN, {
    method: "POST",
    path: "/v1/organizations",
    body: { name: "Acme", partnerIds: [] },
  });
const read = (): Promise<Answered> =>
  send(server, VENDOR_TOKEN, { method: "GET", path: "/v1/organizations" });
const ready = async () => {
  const { status, json } = await send(server, null, { method: "GET", path: "/readyz" });
  return [status, json.status];
};
const check = async () =>
  (await fetch(`${server.url}/v1/updates/check?platform=win&arch=x64&version=45.1`)).status;

/** Sets something for the role's next connections, and ends those that it has. */
async function setForRole(text: string): Promise<void> {
  await database.ask(`alter role ${database.role} set ${text}`);
  await endConnections();
}

/** Ends every connection of the server, and waits until it has noticed. */
async function endConnections(): Promise<void> {
  await database.endConnections();
  const readAll = async () =>
    (await Promise.all(Array.from({ length: 10 }, read))).map(({ status }) => status);
  await expect.poll(readAll, { timeout: 15_000 }).toEqual(Array(10).fill(200));
}

/** Runs work while another session holds the ledger's lock. */
async function whileLocked(work: () => Promise<void>): Promise<void> {
  await database.ask("select pg_advisory_lock(7251001)");
  try {
    await work();
  } finally {
    await database.ask("select pg_advisory_unlock(7251001)");
  }
}

describe("a database that takes no changes, as after a failover", () => {
  test("refuses changes with 503, makes the server not ready, and leaves reading and checks as they are", async () => {
    await setForRole("default_transaction_read_only = on");
    const refused = await change();
    expectRefusal(refused, 503, "database_read_only");
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(await ready()).toEqual([503, "database_read_only"]);
    expect([(await read()).status, await check()]).toEqual([200, 200]);
  });

  test("takes the next change once it does again, by new connections, also if the old ones were not ended", async () => {
    await setForRole("default_transaction_read_only = on");
    await Promise.all(Array.from({ length: 8 }, read));
    await database.ask(`alter role ${database.role} reset all`);
    expect((await change()).status).toBe(503);
    expect((await change()).status).toBe(201);
    await expect.poll(ready).toEqual([200, "ready"]);
  });
});

describe("a change that the database makes wait too long", () => {
  test.each([
    ["lock_timeout = '200ms'", "lock_timeout"],
    ["statement_timeout = '200ms'", "statement_timeout"],
  ])(
    "with %s is refused with 503 and the reason; the log has a warning, not a bug",
    async (setting, words) => {
      await setForRole(setting);
      logged = [];
      await whileLocked(async () => {
        const refused = await change();
        expectRefusal(refused, 503, "database_busy");
        expect(refused.json.message).toContain(words);
        expect(refused.headers.get("retry-after")).toBe("5");
      });
      expect(logged.map(({ level }) => level)).not.toContain(50);
      expect(logged).toContainEqual(
        expect.objectContaining({ level: 40, msg: expect.stringContaining("database") }),
      );
      expect((await change()).status).toBe(201);
    },
  );

  test("ends an import in a line that says so, and applies nothing of it", async () => {
    await setForRole("lock_timeout = '200ms'");
    await whileLocked(async () => {
      expect((await importTwo()).at(-1)).toMatchObject({ errors: [{ code: "database_busy" }] });
    });
  });
});

/** Imports two organizations; gives the lines of the answer. */
async function importTwo(): Promise<readonly object[]> {
  const { text } = await send(server, VENDOR_TOKEN, {
    method: "POST",
    path: "/v1/imports/organizations",
    raw: "name,partnerIds\nOne,\nTwo,\n",
    headers: { "content-type": "text/csv", accept: "application/x-ndjson" },
  });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("what the database says in the middle of a change", () => {
  const say = (code: string) =>
    database.ask(`create or replace function say() returns trigger language plpgsql as
        $$ begin raise exception 'as PostgreSQL says it' using errcode = '${code}'; end $$;
      create or replace trigger say before insert on organizations execute function say()`);
  afterEach(() => database.ask("drop trigger if exists say on organizations"));

  test.each([
    ["53100", 507, "disk_full", "60"],
    ["53200", 503, "database_busy", "5"],
    ["53400", 503, "database_busy", "5"],
    ["40001", 503, "database_busy", "5"],
    ["40P01", 503, "database_busy", "5"],
    ["57P01", 503, "database_unreachable", "5"],
    ["08006", 503, "database_unreachable", "5"],
    ["42501", 503, "database_denied", "5"],
  ])("as %s is answered with %s %s, and changes nothing", async (code, status, refusal, seconds) => {
    await say(code);
    const before = server.context.fleet.sequence;
    const refused = await change();
    expectRefusal(refused, status, refusal);
    expect(refused.headers.get("retry-after")).toBe(seconds);
    await database.ask("drop trigger say on organizations");
    expect((await change()).status).toBe(201);
    expect(server.context.fleet.sequence).toBe(before + 1);
  });

  test("that its disk is full ends an import in a line that says so, and applies nothing of it", async () => {
    await say("53100");
    expect((await importTwo()).at(-1)).toMatchObject({ errors: [{ code: "disk_full" }] });
    const counted = await database.ask(
      "select count(*)::int as count from organizations where name in ('One', 'Two')",
    );
    expect(counted).toEqual([{ count: 0 }]);
  });
});

test("a role that may have four connections answers twenty readers and ten writers at once", async () => {
  await database.ask(`alter role ${database.role} connection limit 4`);
  await endConnections();
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, read),
    ...Array.from({ length: 10 }, (_, index) => make(server, "/v1/partners", { name: `P${index}` })),
    ...Array.from({ length: 20 }, read),
  ]);
  const statuses = answers.map((answer) => (typeof answer === "string" ? 201 : answer.status));
  expect(statuses.filter((status) => status >= 400)).toEqual([]);
});

test("with no connection to be had a call waits, and is refused in true words if none comes", async () => {
  await database.ask(`alter role ${database.role} connection limit 0`);
  await database.endConnections();
  const waiting = expect.poll(change, { timeout: 15_000 }).toMatchObject({
    status: 503,
    json: { errors: [{ code: "database_busy", description: expect.stringContaining("connections") }] },
  });
  await waiting;
  expect(await check()).toBe(200);
  const waits = change();
  await database.ask(`alter role ${database.role} connection limit 2`);
  expect((await waits).status).toBe(201);
});
