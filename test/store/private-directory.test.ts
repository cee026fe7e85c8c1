import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { prepareDataDirectory } from "../../src/store/private-directory.ts";
import { fillDataDirectory } from "../support/data-directory.ts";

const scratch = mkdtempSync(join(tmpdir(), "sluice-private-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function newDirectory(mode = 0o700): string {
  const directory = mkdtempSync(join(scratch, "data-"));
  chmodSync(directory, mode);
  return directory;
}

function everyFileIn(directory: string): readonly string[] {
  const below = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return [directory, ...below.map((name) => join(directory, name))];
}

/** The files and folders that the group or others may use. */
function openIn(directory: string): readonly string[] {
  return everyFileIn(directory).filter((path) => (statSync(path).mode & 0o077) !== 0);
}

const modeOf = (path: string) => statSync(path).mode & 0o7777;

test("after a first start nothing in the data directory is for others, whatever the umask was", async () => {
  const usual = process.umask(0o000);
  try {
    const directory = join(scratch, "first", "start");
    expect(prepareDataDirectory(directory)).toEqual({ ok: true, value: null });
    // PGlite gives some files modes of its own, and others only when it opens a database again.
    for (const time of ["first", "second"]) {
      const store = await openStore({ databaseUrl: null, dataDirectory: directory });
      if (!store.ok) throw new Error(store.error.message);
      await migrateStore(store.value);
      expect(everyFileIn(directory).length).toBeGreaterThan(900);
      expect([time, ...openIn(directory)]).toEqual([time]);
      await store.value.close();
    }
    expect(modeOf(join(scratch, "first"))).toBe(0o700);
    writeFileSync(join(directory, "later"), "");
    expect(modeOf(join(directory, "later"))).toBe(0o600);
  } finally {
    process.umask(usual);
  }
});

test("an old directory with loose modes is closed, with all that Sluice keeps in it, and that is said once", async () => {
  const directory = newDirectory(0o755);
  await fillDataDirectory(directory);
  const elsewhere = mkdtempSync(join(scratch, "elsewhere-"));
  for (const folder of ["builds/ab", "builds/unfinished", "uploads", "imports"]) {
    mkdirSync(join(directory, folder), { recursive: true });
    writeFileSync(join(directory, folder, "file"), "x");
  }
  writeFileSync(join(directory, "demo-logins.json"), "{}");
  writeFileSync(join(elsewhere, "file"), "not ours");
  symlinkSync(join(elsewhere, "file"), join(directory, "uploads", "link"));
  for (const path of everyFileIn(directory)) chmodSync(path, statSync(path).isDirectory() ? 0o777 : 0o666);
  chmodSync(join(elsewhere, "file"), 0o644);
  chmodSync(directory, 0o755);
  const prepared = prepareDataDirectory(directory);
  expect(prepared).toEqual({ ok: true, value: expect.stringContaining(`${directory} (mode 0755)`) });
  rmSync(join(directory, "uploads", "link"));
  expect(openIn(directory)).toEqual([]);
  // A link inside leads to what is not ours.
  expect(modeOf(join(elsewhere, "file"))).toBe(0o644);
  expect(prepareDataDirectory(directory)).toEqual({ ok: true, value: null });
});

describe.each([0o750, 0o701, 0o722, 0o770, 0o2775, 0o777])("a directory of mode %o", (mode) => {
  test("is closed, and the owner's own rights and foreign files stay", () => {
    const directory = newDirectory();
    writeFileSync(join(directory, "sluice.env"), "PORT=1", { mode: 0o644 });
    chmodSync(join(directory, "sluice.env"), 0o644);
    chmodSync(directory, mode);
    expect(prepareDataDirectory(directory)).toMatchObject({ ok: true, value: expect.any(String) });
    expect(modeOf(directory) & 0o777).toBe(0o700);
    expect(modeOf(join(directory, "sluice.env"))).toBe(0o644);
  });
});

test("files that came loose in a closed directory, as from an archive, are closed too, without a word", () => {
  const directory = newDirectory();
  for (const name of ["builds", "ledger"]) {
    mkdirSync(join(directory, name));
    writeFileSync(join(directory, name, "one"), "x");
    chmodSync(join(directory, name), 0o755);
    chmodSync(join(directory, name, "one"), 0o664);
  }
  expect(prepareDataDirectory(directory)).toEqual({ ok: true, value: null });
  expect(openIn(directory)).toEqual([]);
});

test("builds that a link leads to elsewhere are closed where they lie", () => {
  const directory = newDirectory();
  const volume = newDirectory(0o755);
  writeFileSync(join(volume, "one"), "x");
  chmodSync(join(volume, "one"), 0o644);
  symlinkSync(volume, join(directory, "builds"));
  expect(prepareDataDirectory(directory)).toEqual({ ok: true, value: null });
  expect(openIn(volume)).toEqual([]);
});

test("a directory that all accounts share, as the one of temporary files, is refused and left as it is", () => {
  const directory = newDirectory(0o1777);
  expect(prepareDataDirectory(directory)).toMatchObject({ error: { code: "data_directory_not_private" } });
  expect(modeOf(directory)).toBe(0o1777);
});

const NOBODY = 65_534;
test.runIf(process.getuid?.() === 0)(
  "another account's directory that others may enter is refused, and one inside it is made and taken",
  () => {
    const directory = newDirectory(0o777);
    chmodSync(scratch, 0o711);
    chownSync(directory, 1, 1);
    process.seteuid?.(NOBODY);
    try {
      expect(prepareDataDirectory(directory)).toMatchObject({
        error: { code: "data_directory_not_private", message: expect.stringContaining(directory) },
      });
      expect(prepareDataDirectory(join(directory, "own"))).toEqual({ ok: true, value: null });
      expect(modeOf(join(directory, "own"))).toBe(0o700);
    } finally {
      process.seteuid?.(0);
      chmodSync(scratch, 0o700);
    }
  },
);
