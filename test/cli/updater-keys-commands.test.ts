import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { openStore } from "../../src/store/open-store.ts";
import { listUpdaterKeys } from "../../src/store/tables/updater-key-table.ts";
import { keepTerminal } from "./tiny-server.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-cli-"));
  return () => rmSync(folder, { recursive: true });
});

async function sluice(...args: string[]) {
  const terminal = keepTerminal({ DATA_DIR: folder });
  return { exit: await runSluice(args, terminal), ...terminal.written };
}

/** Whether each key of a purpose signs, the newest that does first. */
async function signing(purpose: "tuf" | "omaha") {
  const store = await openStore({ databaseUrl: null, dataDirectory: folder });
  if (!store.ok) throw new Error(store.error.message);
  const keys = await listUpdaterKeys(store.value.database, purpose);
  await store.value.close();
  return keys.map(({ id, privateKey }) => ({ id, signs: privateKey !== null }));
}

test("updater-keys adds keys that sign together, and retires all but the last", async () => {
  const early = await sluice("updater-keys", "add", "tuf");
  expect([early.exit, early.err]).toEqual([3, expect.stringContaining("[keys_missing]")]);
  expect((await sluice("migrate")).exit).toBe(0);
  const added: string[] = [];
  for (const _ of [1, 2]) {
    const { out, err } = await sluice("updater-keys", "add", "tuf", "--json");
    added.push(JSON.parse(out || err).id);
  }
  expect((await signing("tuf")).map(({ id }) => id).sort()).toEqual([...added].sort());
  const [first = "", second = ""] = added;
  const unknown = await sluice("updater-keys", "retire", "tuf", "0".repeat(64));
  expect([unknown.exit, unknown.err]).toEqual([1, expect.stringContaining("[key_unknown]")]);
  expect((await sluice("updater-keys", "retire", "tuf", first)).out).toContain("signs no more");
  expect(await signing("tuf")).toEqual([
    { id: second, signs: true },
    { id: first, signs: false },
  ]);
  const last = await sluice("updater-keys", "retire", "tuf", second);
  expect([last.exit, last.err]).toEqual([1, expect.stringContaining("[last_key]")]);
});

test("updater-keys adds none of a purpose that there is not", async () => {
  const refused = await sluice("updater-keys", "add", "banana");
  expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining("[key_purpose_unknown]")]);
  expect(await signing("omaha")).toEqual([]);
});
