import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { type DatabaseAddress, readDatabaseUrl } from "../../src/store/postgresql/database-url.ts";
import { createRoleDatabase } from "../support/database-role.ts";
import { createDatabase } from "../support/databases.ts";
import { Line } from "../support/line.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-url-"));
afterAll(() => rmSync(folder, { recursive: true }));
const authority = join(folder, "authority.pem");
writeFileSync(authority, "the authority");

function read(url: string, environment: Record<string, string> = {}, password: string | null = null) {
  const address = readDatabaseUrl(url, password, environment);
  if (!address.ok) throw new Error(address.error);
  return address.value;
}

function refusal(url: string, environment: Record<string, string> = {}): string {
  const address = readDatabaseUrl(url, null, environment);
  if (address.ok) throw new Error(`accepted: ${JSON.stringify(address.value)}`);
  return address.error;
}

/** Each host with its port, in order. */
const hostsOf = ({ hosts }: DatabaseAddress) => hosts.map(([way]) => [way?.host, way?.port]);
const firstWay = (url: string, password: string | null = null) => read(url, {}, password).hosts[0]?.[0];

describe("where the database is", () => {
  test.each([
    ["postgres://db/sluice", [["db", undefined]]],
    ["postgresql://db:5433/sluice", [["db", 5433]]],
    [
      "postgres://u:p@a:1,b,c:3/db",
      [
        ["a", 1],
        ["b", undefined],
        ["c", 3],
      ],
    ],
    [
      "postgres://u@[::1]:5433,[fe80::1]/db",
      [
        ["::1", 5433],
        ["fe80::1", undefined],
      ],
    ],
    ["postgres:///db?host=/var/run/postgresql", [["/var/run/postgresql", undefined]]],
    ["postgres://%2Fvar%2Frun%2Fpostgresql/db", [["/var/run/postgresql", undefined]]],
    [
      "postgres:///db?host=a,b&port=1,2",
      [
        ["a", 1],
        ["b", 2],
      ],
    ],
    [
      "postgres:///db?host=a,b&port=7",
      [
        ["a", 7],
        ["b", 7],
      ],
    ],
    ["postgres:///db", [[undefined, undefined]]],
  ])("%s names its hosts and ports", (url, hosts) => {
    expect(hostsOf(read(url))).toEqual(hosts);
  });

  test.each([
    ["postgres://ann:secret@db/sluice", { user: "ann", password: "secret", database: "sluice" }],
    ["postgres://ann:p%40ss%2Fw%3Ard%25@db/a%20b", { user: "ann", password: "p@ss/w:rd%", database: "a b" }],
    ["postgres://ann:p@ss:word@db/x", { user: "ann", password: "p@ss:word", database: "x" }],
    ["postgres://ann:100%@db/x", { user: "ann", password: "100%", database: "x" }],
    ["postgres://db/?dbname=x&user=bob&password=b%26b", { user: "bob", password: "b&b", database: "x" }],
  ])("%s names its user, password and database", (url, expected) => {
    expect(firstWay(url)).toMatchObject(expected);
  });

  test("the password of its own setting is used where the URL has none", () => {
    expect(firstWay("postgres://ann@db/x", "of / its : own @")).toMatchObject({
      password: "of / its : own @",
    });
    expect(firstWay("postgres://ann:first@db/x", "other")).toMatchObject({ password: "first" });
    expect(firstWay("postgres://ann@db/x")).not.toHaveProperty("password");
  });

  test.each([
    "postgres://ann:se/cret@db/x",
    "postgres://ann:12/cret@db/x",
    "postgres://ann:se#cret@db/x",
    "postgres://ann:se?cret@db/x",
    "postgres://ann:12?cret@db/x",
    "postgres://ann:cret@db:port/x",
    "postgres://ann:cret@db:70000/x",
    "postgres://cret@:::/",
    "postgres:/cret",
  ])("%s is refused, with how to percent-encode it and nothing of the password", (url) => {
    expect(refusal(url)).toContain("/ is %2F");
    expect(refusal(url)).not.toContain("cret");
  });

  test("as many ports as hosts are needed, or one", () => {
    expect(refusal("postgres:///db?host=a,b,c&port=1,2")).toContain("port");
  });
});

describe("what its connections are to be", () => {
  test.each([
    ["postgres://a/x", false],
    ["postgres://a,b/x", true],
    ["postgres://a,b/x?target_session_attrs=any", false],
    ["postgres://a/x?target_session_attrs=read-write", true],
    ["postgres://a,b/x?target_session_attrs=primary", true],
  ])("%s needs a server that takes changes: %s", (url, needsWriting) => {
    expect(read(url).needsWriting).toBe(needsWriting);
  });

  test("settings of the session come from options, from names of their own and from the environment", () => {
    const url = "postgres://a/x?options=-c%20search_path%3Dapp,public%20-cwork_mem%3D8MB&lock_timeout=5s";
    expect([...read(url).settings]).toEqual([
      ["search_path", "app,public"],
      ["work_mem", "8MB"],
      ["lock_timeout", "5s"],
    ]);
    const ofEnvironment = read("postgres://a/x", { PGOPTIONS: "--statement-timeout=1min" });
    expect([...ofEnvironment.settings]).toEqual([["statement_timeout", "1min"]]);
    expect(read("postgres://a/x?connect_timeout=12").connectTimeoutMs).toBe(12_000);
  });

  test.each([
    ["postgres://a/x?target_session_attrs=standby", "target_session_attrs"],
    ["postgres://a/x?options=-d%205", "-c name=value"],
    ["postgres://a/x?sslmod=verify-full", "sslmod"],
    ["postgres://a/x?sslcrl=/etc/crl", "sslcrl"],
    ["postgres://a/x?sslmode=on", "disable, allow, prefer"],
    ["postgres://a/x?sslmode=verify-ca", "sslrootcert"],
    ["postgres://a/x?sslrootcert=system&sslmode=require", "verify-full"],
    [`postgres://a/x?sslmode=require&sslrootcert=${folder}/none.pem`, "none.pem"],
    [`postgres://a/x?sslmode=require&sslkey=${folder}/none.key`, "ENOENT"],
  ])("%s is refused with what is wrong", (url, words) => {
    expect(refusal(url)).toContain(words);
  });
});

describe("how its connections are encrypted", () => {
  /** For each way in order: false, or whether it checks who signed the certificate, and the name in it. */
  const waysOf = (parameters: string, environment: Record<string, string> = {}) =>
    (read(`postgres://db/x?${parameters}`, environment).hosts[0] ?? []).map(({ ssl }) =>
      typeof ssl === "object"
        ? [ssl.rejectUnauthorized !== false, ssl.rejectUnauthorized !== false && !ssl.checkServerIdentity]
        : ssl,
    );
  const UNCHECKED = [false, false];
  const BY_AUTHORITY = [true, false];
  const FULL = [true, true];

  test.each([
    ["", [false]],
    ["sslmode=disable", [false]],
    ["sslmode=allow", [false, UNCHECKED]],
    ["sslmode=prefer", [UNCHECKED, false]],
    ["sslmode=require", [UNCHECKED]],
    [`sslmode=require&sslrootcert=${authority}`, [BY_AUTHORITY]],
    [`sslmode=verify-ca&sslrootcert=${authority}`, [BY_AUTHORITY]],
    ["sslmode=verify-full", [FULL]],
    [`sslmode=verify-full&sslrootcert=${authority}`, [FULL]],
    ["sslrootcert=system", [FULL]],
    ["sslmode=no-verify", [UNCHECKED]],
    ["ssl=true", [FULL]],
    ["uselibpqcompat=true&sslmode=require", [UNCHECKED]],
  ])("%s tries these ways in turn", (parameters, ways) => {
    expect(waysOf(parameters)).toEqual(ways);
  });

  test("the environment says it where the URL does not", () => {
    expect(waysOf("", { PGSSLMODE: "verify-full" })).toEqual([FULL]);
    expect(waysOf("sslmode=disable", { PGSSLMODE: "verify-full" })).toEqual([false]);
  });

  test("files are read, and a socket of this machine is never encrypted", () => {
    const [way] = read(`postgres://db/x?sslmode=verify-full&sslrootcert=${authority}`).hosts[0] ?? [];
    expect(way?.ssl).toMatchObject({ ca: "the authority" });
    const [ofSocket] = read("postgres:///x?host=/var/run/postgresql&sslmode=verify-full").hosts;
    expect(ofSocket).toMatchObject([{ ssl: false }]);
  });
});

describe("opening", () => {
  const open = (databaseUrl: string, databasePassword: string | null = null) =>
    openStore({ databaseUrl, databasePassword, dataDirectory: "unused" });

  test("tries several hosts in turn, also when the one in use goes away", async () => {
    const databaseUrl = new URL(await createDatabase());
    const lines = [await Line.to(Number(databaseUrl.port)), await Line.to(Number(databaseUrl.port))] as const;
    const { username, password, pathname } = databaseUrl;
    const hosts = ["127.0.0.1:1", ...lines.map(({ port }) => `127.0.0.1:${port}`)].join(",");
    const opened = await open(`postgres://${username}:${password}@${hosts}${pathname}`);
    if (!opened.ok) throw new Error(opened.error.message);
    const { database, close } = opened.value;
    const ask = () =>
      sql`select 1`.execute(database).then(
        () => "answered",
        () => "away",
      );
    await lines[0].cut();
    await expect.poll(ask).toBe("answered");
    await lines[0].mend();
    await lines[1].cut();
    await expect.poll(ask).toBe("answered");
    await close();
    await lines[0].cut();
  });

  test("refuses a server that takes no changes where one is needed", async () => {
    const database = await createRoleDatabase();
    await database.ask(`alter role ${database.role} set default_transaction_read_only = on`);
    expect(await open(`${database.url}?target_session_attrs=read-write`)).toMatchObject({
      error: { code: "database_read_only", message: expect.stringContaining("takes no changes") },
    });
    const anyway = await open(`${database.url}?target_session_attrs=any`);
    expect(anyway.ok).toBe(true);
    if (anyway.ok) await anyway.value.close();
    await database.close();
  });

  test("with the password of its own setting works; without any it ends at once, and says where to put one", async () => {
    const database = await createRoleDatabase();
    const url = database.url.replace(/:[^:@]*@/, "@");
    const opened = await open(url, "only-for-tests");
    expect(opened.ok).toBe(true);
    if (opened.ok) await opened.value.close();
    await database.close();
    let hasEnded: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      hasEnded = resolve;
    });
    // A server that asks for a password as PostgreSQL does.
    const asking = createServer((socket) => {
      socket.once("data", () => {
        socket.write(authentication(10, "SCRAM-SHA-256\0\0"));
        socket.once("data", () => socket.write(authentication(11, "r=nonce,s=c2FsdA==,i=4096")));
      });
      socket.on("error", () => undefined).on("close", hasEnded);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => asking.once("listening", resolve));
    const { port } = asking.address() as { port: number };
    expect(await open(`postgres://ann@127.0.0.1:${port}/x`)).toMatchObject({
      error: { code: "database_unreachable", message: expect.stringContaining("DATABASE_PASSWORD") },
    });
    await ended;
    asking.close();
  });
});

/** A step of signing in, as PostgreSQL sends it. */
function authentication(step: number, text: string): Buffer {
  const head = Buffer.from([0, 0, 0, 8 + text.length, 0, 0, 0, step]);
  return Buffer.concat([Buffer.from("R"), head, Buffer.from(text)]);
}
