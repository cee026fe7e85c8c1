import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { createDatabase } from "../support/databases.ts";
import { AUTHORITY, OTHER_AUTHORITY, TlsFront } from "../support/tls-front.ts";

let plain: URL;
let front: TlsFront;
beforeAll(async () => {
  plain = new URL(await createDatabase());
  front = await TlsFront.of(Number(plain.port));
});
afterAll(() => front.close());

/** How an opened database was reached, or the sentence with which it is refused. */
async function open(url: URL, parameters: string): Promise<"encrypted" | "plain" | string> {
  const before = front.encrypted;
  const opened = await openStore({ databaseUrl: `${url.href}?${parameters}`, dataDirectory: "unused" });
  if (!opened.ok) return opened.error.message;
  await sql`select 1`.execute(opened.value.database);
  await opened.value.close();
  return front.encrypted > before ? "encrypted" : "plain";
}

function withTls(host: string): URL {
  const url = new URL(plain);
  url.host = `${host}:${front.port}`;
  return url;
}

describe("a database that takes only encrypted connections", () => {
  test.each([
    ["sslmode=allow"],
    ["sslmode=prefer"],
    ["sslmode=require"],
    [`sslmode=require&sslrootcert=${AUTHORITY}`],
    [`sslmode=verify-ca&sslrootcert=${AUTHORITY}`],
  ])("is reached by any name with %s", async (parameters) => {
    expect(await open(withTls("127.0.0.1"), parameters)).toBe("encrypted");
  });

  test("is reached by the name in its certificate with verify-full, and by no other", async () => {
    const parameters = `sslmode=verify-full&sslrootcert=${AUTHORITY}`;
    expect(await open(withTls("localhost"), parameters)).toBe("encrypted");
    expect(await open(withTls("127.0.0.1"), parameters)).toMatch(
      /does not match.+name the host in DATABASE_URL/,
    );
  });

  test.each([
    [`sslmode=require&sslrootcert=${OTHER_AUTHORITY}`],
    [`sslmode=verify-ca&sslrootcert=${OTHER_AUTHORITY}`],
    [`sslmode=verify-full&sslrootcert=${OTHER_AUTHORITY}`],
    ["sslmode=verify-full"],
    ["sslrootcert=system"],
  ])("is refused with %s, which does not prove who it is", async (parameters) => {
    expect(await open(withTls("localhost"), parameters)).toMatch(/\(.*certificate.*\).+sslrootcert/);
  });

  test.each([[""], ["sslmode=disable"]])(
    "is refused with '%s', with the parameter that helps",
    async (parameters) => {
      expect(await open(withTls("localhost"), parameters)).toContain("sslmode=verify-full");
    },
  );
});

describe("a database that has no TLS", () => {
  test.each([[""], ["sslmode=disable"], ["sslmode=allow"], ["sslmode=prefer"]])(
    "is reached with '%s'",
    async (parameters) => {
      expect(await open(plain, parameters)).toBe("plain");
    },
  );

  test.each([["sslmode=require"], ["sslmode=verify-full"], ["sslrootcert=system"]])(
    "is refused with %s",
    async (parameters) => {
      expect(await open(plain, parameters)).toMatch(/does not support SSL.+sslmode/);
    },
  );
});
