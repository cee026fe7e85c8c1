import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { lockDataDirectory } from "../../src/store/embedded/data-directory-lock.ts";
import { openStore } from "../../src/store/open-store.ts";
import { fillDataDirectory } from "../support/data-directory.ts";
import { recordAll } from "../support/recorded.ts";
import { aPartner } from "../support/records.ts";
import { keepTerminal } from "./tiny-server.ts";

let folder: string;
let data: string;
let backup: string;
const build = "ab".repeat(32);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-backups-"));
  data = join(folder, "data");
  backup = join(folder, "backup.tgz");
  await fillDataDirectory(data);
  await change(data, "Alpha");
  for (const name of ["builds/ab", "builds/unfinished", "uploads"])
    mkdirSync(join(data, name), { recursive: true });
  writeFileSync(join(data, "builds", "ab", build), "the bytes of a build");
  writeFileSync(join(data, "builds", "unfinished", "half"), "half a build");
  writeFileSync(join(data, "uploads", "half"), "half an upload");
});
afterAll(() => rmSync(folder, { recursive: true }));

async function sluice(directory: string, ...args: string[]) {
  const terminal = keepTerminal({ DATA_DIR: directory });
  return { exit: await runSluice(args, terminal), ...terminal.written };
}

/** Adds a partner, or changes the rows behind the ledger's back. */
async function change(directory: string, name: string, isRecorded = true): Promise<void> {
  const opened = await openStore({ databaseUrl: null, dataDirectory: directory });
  if (!opened.ok) throw new Error(opened.error.message);
  const partner = aPartner({ name });
  if (isRecorded) {
    await recordAll(opened.value, [{ subject: "partner", id: partner.id, before: null, after: partner }]);
  } else await opened.value.database.updateTable("partners").set({ name }).execute();
  await opened.value.close();
}

/** Everything in a folder, with what is in each file. */
function contentsOf(directory: string): ReadonlyMap<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    names.map((name) => {
      const path = join(directory, name);
      return [name, statSync(path).isDirectory() ? "" : readFileSync(path).toString("base64")];
    }),
  );
}

test("a backup has the database and the builds; restored, the ledger is whole and ends where it did", async () => {
  const made = await sluice(data, "backup", backup, "--json");
  expect(made.exit).toBe(0);
  const said = JSON.parse(made.out);
  expect(said).toMatchObject({ file: backup, entries: 1, head: { sequence: 1 }, findings: [] });
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).sort()).toEqual(["backup.tgz", "data"]);
  const kept = contentsOf(join(data, "database"));

  await change(data, "made after the backup");
  const restored = join(folder, "restored");
  const back = await sluice(restored, "restore", backup, "--json");
  expect(back.exit).toBe(0);
  expect(JSON.parse(back.out)).toMatchObject({ head: said.head, entries: 1, findings: [] });
  expect(readdirSync(restored).sort()).toEqual(["builds", "database"]);
  expect([...contentsOf(join(restored, "builds"))]).toEqual([
    ["ab", ""],
    [`ab/${build}`, Buffer.from("the bytes of a build").toString("base64")],
    ["unfinished", ""],
  ]);
  expect([...contentsOf(join(restored, "database")).keys()]).toEqual(
    expect.arrayContaining([...kept.keys()]),
  );
  expect(
    [...contentsOf(restored).keys()].filter((name) => statSync(join(restored, name)).mode & 0o077),
  ).toEqual([]);
  const whole = await sluice(restored, "ledger", "verify", "--expect", `1:${said.head.hash}`);
  expect(whole).toMatchObject({ exit: 0, out: expect.stringContaining("1 entries") });
});

describe("a backup is refused", () => {
  test("to a file that is there, which stays as it is", async () => {
    const there = join(folder, "there");
    writeFileSync(there, "precious");
    expect(await sluice(data, "backup", there)).toMatchObject({
      exit: 2,
      err: expect.stringContaining("[backup_exists]"),
    });
    expect(readFileSync(there, "utf8")).toBe("precious");
  });

  test("while a server uses the data directory, and nothing is written", async () => {
    const locked = lockDataDirectory(data);
    const file = join(folder, "running.tgz");
    expect(await sluice(data, "backup", file)).toMatchObject({
      exit: 3,
      err: expect.stringContaining("[data_directory_in_use]"),
    });
    expect(existsSync(file)).toBe(false);
    if (locked.ok) locked.value();
  });

  test("of a directory without a database, and none is made", async () => {
    const empty = join(folder, "empty");
    expect(await sluice(empty, "backup", join(folder, "none.tgz"))).toMatchObject({
      exit: 3,
      err: expect.stringContaining("[ledger_missing]"),
    });
    expect(existsSync(empty)).toBe(false);
  });

  test("of PostgreSQL, which has its own", async () => {
    const terminal = keepTerminal({ DATA_DIR: data, DATABASE_URL: "postgres://a@127.0.0.1:1/b" });
    expect(await runSluice(["backup", join(folder, "x.tgz")], terminal)).toBe(2);
    expect(terminal.written.err).toMatch(/pg_dump.*\[backup_not_embedded\]/);
  });

  test("to a place that cannot be written", async () => {
    expect(await sluice(data, "backup", join(folder, "no", "such", "folder.tgz"))).toMatchObject({
      exit: 2,
      err: expect.stringContaining("[file_unwritable]"),
    });
  });
});

test("a backup into a folder gets a name with the date, and of a ledger that does not hold it is said", async () => {
  const copy = join(folder, "tampered");
  await fillDataDirectory(copy);
  await change(copy, "Alpha");
  await change(copy, "Omega", false);
  const into = join(folder, "backups");
  mkdirSync(into);
  const made = await sluice(copy, "backup", into);
  expect(made).toMatchObject({ exit: 1, out: expect.stringContaining("does NOT hold") });
  const [name = ""] = readdirSync(into);
  expect(name).toMatch(/^sluice-\d{4}-\d\d-\d\dT\d{6}Z\.tgz$/);
  const back = await sluice(join(folder, "tampered-back"), "restore", join(into, name));
  expect(back).toMatchObject({ exit: 1, out: expect.stringContaining("[state_differs]") });
});

describe("a restore is refused, and leaves nothing behind,", () => {
  const refused = async (file: string, code: string) => {
    const target = mkdtempSync(join(folder, "target-"));
    const { exit, err } = await sluice(target, "restore", file);
    expect([exit, err]).toEqual([2, expect.stringContaining(`[${code}]`)]);
    expect(err.split("\n").length).toBe(2);
    expect(readdirSync(target)).toEqual([]);
  };

  test("over a database, which stays as it is", async () => {
    const before = contentsOf(data);
    expect(await sluice(data, "restore", backup)).toMatchObject({
      exit: 2,
      err: expect.stringContaining("[data_directory_not_empty]"),
    });
    expect(contentsOf(data)).toEqual(before);
  });

  test.each([0.999, 0.5, 0.01, 0])("from a file that was cut off (%d of it is left)", async (share) => {
    const cut = join(folder, `cut-${share}.tgz`);
    writeFileSync(cut, readFileSync(backup));
    truncateSync(cut, Math.floor(statSync(backup).size * share));
    await refused(cut, "backup_unreadable");
  });

  test("from a file with one wrong byte", async () => {
    const wrong = join(folder, "wrong.tgz");
    const bytes = readFileSync(backup);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 0x10;
    writeFileSync(wrong, bytes);
    await refused(wrong, "backup_unreadable");
  });

  test("from what is no backup, or not there", async () => {
    const text = join(folder, "text.tgz");
    writeFileSync(text, "no backup");
    await refused(text, "backup_unreadable");
    await refused(join(folder, "absent.tgz"), "file_unreadable");
  });

  test("from an archive that somebody made, and nothing of it is written outside", async () => {
    const made = join(folder, "made");
    mkdirSync(join(made, "database"), { recursive: true });
    writeFileSync(join(made, "database", "PG_VERSION"), "17");
    writeFileSync(join(made, "outside"), "x");
    symlinkSync("/etc", join(made, "builds"));
    writeFileSync(join(made, "sluice-backup.json"), JSON.stringify({ format: 2 }));
    const file = join(folder, "made.tgz");
    await create({ cwd: made, gzip: true, file, preservePaths: true }, [
      ...["sluice-backup.json", "database", "builds", "outside", join(made, "outside")],
    ]);
    await refused(file, "backup_unreadable");
  });
});
