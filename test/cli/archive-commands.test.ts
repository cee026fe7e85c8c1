import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { openStore } from "../../src/store/open-store.ts";
import { fillDataDirectory } from "../support/data-directory.ts";
import { change } from "../support/recorded.ts";
import { anOrganization, at } from "../support/records.ts";
import { keepTerminal } from "./tiny-server.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-archive-"));
const data = join(folder, "data");

async function sluice(directory: string, ...args: string[]) {
  const terminal = keepTerminal({ DATA_DIR: directory });
  return { exit: await runSluice(args, terminal), ...terminal.written };
}

/** A database with 4,100 entries of January, and one of today. */
beforeAll(async () => {
  await fillDataDirectory(data);
  const store = await openStore({ databaseUrl: null, dataDirectory: data });
  if (!store.ok) throw new Error(store.error.message);
  const create = (count: number, now = at("2026-01-01")) =>
    change(
      store.value,
      (one) =>
        one.recordAll(
          Array.from({ length: count }, (_, n) => anOrganization({ name: `Org ${n}` })).map((after) => ({
            ...{ subject: "organization", id: after.id, action: "create", before: null, after },
          })),
        ),
      now,
    );
  await create(4_100);
  await create(1, at(new Date().toISOString()));
  await store.value.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("archiving by the command line", () => {
  test.each([
    [[]],
    [["--keep-days", "0"]],
    [["--keep-days", "many"]],
    [["--before", "someday"]],
    [["--before", "2999-01-01"]],
    [["--before", "2026-01-02", "--keep-days", "30"]],
  ])("refuses %j, and says what to give", async (options) => {
    expect(await sluice(data, "ledger", "archive", ...options)).toMatchObject({
      exit: 2,
      err: expect.stringContaining("[archive_limit_malformed]"),
    });
  });

  test("writes whole files of what is old enough, after a checkpoint; all checks hold, and a backup has it", async () => {
    const none = await sluice(data, "ledger", "archive", "--before", "2026-01-01", "--json");
    expect(JSON.parse(none.out)).toMatchObject({ segments: 0, through: 0, files: [] });
    expect(existsSync(join(data, "ledger"))).toBe(false);

    const done = await sluice(data, "ledger", "archive", "--keep-days", "30", "--json");
    expect(done.exit).toBe(0);
    const { files, ...told } = JSON.parse(done.out);
    expect(told).toMatchObject({ segments: 1, entries: 4_000, through: 4_000 });
    expect(readdirSync(join(data, "ledger"))).toEqual(files);
    expect(files).toEqual([expect.stringMatching(/^1-4000-[0-9a-f]{16}\.ndjson\.gz$/)]);

    const verified = await sluice(data, "ledger", "verify", "--json");
    expect(JSON.parse(verified.out)).toMatchObject({ findings: [], count: 4_101 });
    const fleet = await sluice(data, "fleet", "verify", "--json");
    expect(JSON.parse(fleet.out)).toMatchObject({ differences: [], checkpoint: 4_101 });

    const backup = join(folder, "backup.tgz");
    expect(await sluice(data, "backup", backup)).toMatchObject({ exit: 0 });
    const restored = join(folder, "restored");
    expect(await sluice(restored, "restore", backup)).toMatchObject({
      exit: 0,
      out: expect.stringContaining("The ledger is whole."),
    });
    const [file = ""] = files;
    const bytes = (directory: string) => readFileSync(join(directory, "ledger", file));
    expect(bytes(restored).equals(bytes(data))).toBe(true);

    rmSync(join(restored, "ledger", file));
    const lost = await sluice(restored, "ledger", "verify");
    expect(lost).toMatchObject({ exit: 1, out: expect.stringContaining("[segment_unreadable]") });
  });
});
