import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { createRoleDatabase, type RoleDatabase } from "../support/database-role.ts";
import { keepTerminal } from "./tiny-server.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-refused-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every command that opens the database itself. */
const COMMANDS = ["serve", "migrate", "ledger verify", "fleet verify", "keys rotate"];

async function sluice(databaseUrl: string, command: string) {
  const terminal = keepTerminal({
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    PORT: "0",
    LOG_LEVEL: "silent",
    SLUICE_CONFIG: "/dev/null",
  });
  const before = SIGNALS.map((signal) => process.listeners(signal));
  const exit = await runSluice(command.split(" "), terminal);
  // A process that is refused ends; this one goes on without what it listens to.
  for (const [index, signal] of SIGNALS.entries()) {
    const added = process.listeners(signal).filter((one) => !before[index]?.includes(one));
    for (const one of added) process.off(signal, one);
  }
  return { exit, ...terminal.written };
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One sentence and its code on one line, and the exit code for a database that cannot be used. */
async function expectRefused(url: string, command: string, code: string, words: string): Promise<void> {
  const { exit, out, err } = await sluice(url, command);
  expect({ exit, out, err }).toEqual({
    exit: 3,
    out: "",
    err: expect.stringMatching(/^sluice: [^\n]+[.] \[\w+\]\n$/),
  });
  expect(err).toContain(`[${code}]`);
  expect(err).toContain(words);
  expect(err).not.toContain("only-for-tests");
}

describe("a database in which nothing was made yet", () => {
  let database: RoleDatabase;
  beforeAll(async () => {
    database = await createRoleDatabase({ owns: false });
  });
  afterAll(() => database.close());
  afterEach(() => database.ask(`alter role ${database.role} reset all`));

  const MAKERS = COMMANDS.slice(0, 2);

  test.each(MAKERS)("whose user may not create tables is refused: %s", async (command) => {
    await expectRefused(database.url, command, "database_denied", "the right to create and use tables");
  });

  test.each(MAKERS)("where the schema of the search path does not exist is refused: %s", async (command) => {
    await database.ask(`alter role ${database.role} set search_path = nowhere`);
    await expectRefused(database.url, command, "database_denied", "search_path");
  });

  test.each(MAKERS)("where the schema of the search path is another's is refused: %s", async (command) => {
    await database.ask("create schema if not exists theirs");
    await database.ask(`alter role ${database.role} set search_path = theirs`);
    await expectRefused(database.url, command, "database_denied", "search_path");
  });
});

describe("a database whose user may do everything", () => {
  let database: RoleDatabase;
  beforeAll(async () => {
    database = await createRoleDatabase();
  });
  afterAll(() => database.close());
  afterEach(async () => {
    await database.ask(`alter role ${database.role} reset all`);
    await database.ask(`alter role ${database.role} connection limit -1`);
  });

  test("that stops each statement at once is refused: migrate", async () => {
    await database.ask(`alter role ${database.role} set statement_timeout = '250ms'`);
    await database.ask("select pg_advisory_lock(7251002)");
    await expectRefused(database.url, "migrate", "database_busy", "statement_timeout");
    await expectRefused(database.url, "serve", "database_busy", "statement_timeout");
    await database.ask("select pg_advisory_unlock(7251002)");
    expect((await sluice(`${database.url}?statement_timeout=0`, "migrate")).exit).toBe(0);
  });

  test.each(COMMANDS.filter((command) => !command.endsWith("verify")))(
    "that takes no changes is refused: %s",
    async (command) => {
      await database.ask(`alter role ${database.role} set default_transaction_read_only = on`);
      const rotates = command === "keys rotate";
      const { exit, err } = await sluice(database.url, command);
      expect(exit).toBe(3);
      expect(err).toMatch(
        rotates
          ? /^sluice: [^\n]+\[(keys_missing|database_read_only)\]\n$/
          : /^sluice: [^\n]+takes no changes[^\n]+\[database_read_only\]\n$/,
      );
    },
  );
});

describe("a database whose rights were taken away", () => {
  let database: RoleDatabase;
  beforeAll(async () => {
    database = await createRoleDatabase();
    expect((await sluice(database.url, "migrate")).exit).toBe(0);
    await database.ask(`reassign owned by ${database.role} to sluice`);
  });
  afterAll(() => database.close());

  test.each(COMMANDS)("is refused: %s", async (command) => {
    await expectRefused(database.url, command, "database_denied", "the right to create and use tables");
  });
});

describe.each(COMMANDS)("%s", (command) => {
  test.each([
    ["where nothing listens", "postgres://ann:only-for-tests@127.0.0.1:1/x", "ECONNREFUSED"],
    [
      "where none of several hosts listens",
      "postgres://ann:only-for-tests@127.0.0.1:1,127.0.0.1:2/x",
      "ECONNREFUSED",
    ],
    ["whose URL cannot be read", "postgres://ann:only-for-tests/@127.0.0.1/x", "%2F"],
    ["whose URL has a parameter that is not known", "postgres://ann@127.0.0.1/x?sslmod=require", "sslmod"],
    [
      "whose certificate is not there",
      "postgres://ann@127.0.0.1/x?sslrootcert=/no/such.pem&sslmode=require",
      "/no/such.pem",
    ],
  ])("refuses a database %s", async (_, url, words) => {
    await expectRefused(url, command, "database_unreachable", words);
  });
});

describe("what a server that does not let one in says", () => {
  let database: RoleDatabase;
  beforeAll(async () => {
    database = await createRoleDatabase();
  });
  afterAll(() => database.close());

  test.each([
    ["of a password", (url: string) => url.replace(/only-for-tests/, "another"), "DATABASE_PASSWORD"],
    ["of a database", (url: string) => `${url}_not`, "create the database"],
    ["of TLS", (url: string) => `${url}?sslmode=require`, "sslmode"],
  ])("%s is said with what to do", async (_, change, words) => {
    await expectRefused(change(database.url), "migrate", "database_unreachable", words);
  });

  test("of too many connections is said after a wait", async () => {
    await database.ask(`alter role ${database.role} connection limit 0`);
    await expectRefused(database.url, "migrate", "database_busy", "more connections");
  });
});
