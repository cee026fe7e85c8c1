import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { World } from "../../src/fleet/world.ts";
import { IMAGE_FORMAT, imageOf } from "../../src/fleet/world-image.ts";
import { toInstant } from "../../src/instant.ts";
import { ok } from "../../src/result.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import { ledgerHead } from "../../src/store/ledger/ledger-table.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { writeCheckpoint } from "../../src/store/tables/fleet-checkpoint-table.ts";
import { RELEASE_MANAGEMENT_FEATURE } from "../../src/tenancy/partner.ts";
import { fillDataDirectory } from "../support/data-directory.ts";
import { anOrganization } from "../support/records.ts";
import { keepTerminal } from "./tiny-server.ts";

const ACTOR = { id: "a", displayName: "Ann", role: "vendor_admin" } as const;
const NOW = toInstant(Date.UTC(2026, 0, 1));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function sluice(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const terminal = keepTerminal({ DATA_DIR: folder });
  return { exit: await runSluice(args, terminal), ...terminal.written };
}

async function inStore(work: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await openStore({ databaseUrl: null, dataDirectory: folder });
  if (!store.ok) throw new Error(store.error.message);
  await work(store.value);
  await store.value.close();
}

function addPartner(store: Store, name: string): Promise<unknown> {
  return changeStore(store, { actor: ACTOR, now: NOW }, async (change) => {
    const id = crypto.randomUUID();
    const after = { id, name, features: [RELEASE_MANAGEMENT_FEATURE] as const, createdAt: change.at };
    return ok(await change.record({ subject: "partner", id, action: "create_partner", before: null, after }));
  });
}

describe("the commands that open the database themselves", () => {
  test("migrate brings an empty database up to date, and then finds nothing to do", async () => {
    const first = await sluice("migrate", "--json");
    expect(JSON.parse(first.out).migrations).toContain("001-ledger");
    expect(await sluice("migrate")).toEqual({ exit: 0, out: "The database is up to date.\n", err: "" });
  });

  test("a database without a ledger is said to be one, with 3", async () => {
    expect(await sluice("ledger", "verify")).toMatchObject({
      exit: 3,
      err: expect.stringContaining("[ledger_missing]"),
    });
  });

  test("a whole ledger ends with 0 and gives the mark to note; a noted entry must still be there", async () => {
    await fillDataDirectory(folder);
    expect(await sluice("ledger", "verify")).toMatchObject({
      exit: 0,
      out: "The ledger is whole: 0 entries.\n",
      err: expect.stringMatching(
        /^Not covered by the ledger .*\n {2}the tables factor_challenges, external_actors, .*migrations\n$/,
      ),
    });
    await inStore((store) => addPartner(store, "Alpha"));
    const whole = await sluice("ledger", "verify");
    expect(whole.exit).toBe(0);
    const mark = /the last is (1:[0-9a-f]{64})\.\n$/.exec(whole.out)?.[1] ?? "";
    await inStore((store) => addPartner(store, "Beta"));
    expect(await sluice("ledger", "verify", "--expect", mark)).toMatchObject({ exit: 0 });
    const other = await sluice("ledger", "verify", "--expect", `1:${"0".repeat(64)}`);
    expect(other).toMatchObject({ exit: 1, out: expect.stringContaining("[expected_entry_missing]") });
  });

  test("a ledger that was tampered with ends with 1 and says what is wrong", async () => {
    await fillDataDirectory(folder);
    await inStore(async (store) => {
      await addPartner(store, "Alpha");
      await store.database.updateTable("partners").set({ name: "Omega" }).execute();
    });
    const { exit, out } = await sluice("ledger", "verify", "--json");
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      count: 1,
      findings: [{ code: "state_differs", subject: "partner" }],
    });
  });

  test("what servers answer from is compared with the whole ledger; without one it says so, with 3", async () => {
    expect(await sluice("fleet", "verify")).toMatchObject({
      exit: 3,
      err: expect.stringContaining("[ledger_missing]"),
    });
    await sluice("migrate");
    await inStore((store) => addPartner(store, "Alpha"));
    const same = await sluice("fleet", "verify", "--json");
    expect(same.exit).toBe(0);
    expect(JSON.parse(same.out)).toEqual({
      differences: [],
      sequence: 1,
      checkpoint: 0,
      organizations: 0,
      users: 0,
    });
    // A checkpoint with a right checksum and wrong bytes: what a server would write that had it wrong.
    await inStore(async (store) => {
      const { sequence, hash } = await ledgerHead(store.database);
      const wrong = new World({ head: { sequence, hash } });
      const after = anOrganization();
      wrong.apply([{ subject: "organization", id: after.id, at: NOW, sequence, hash, after } as never]);
      await writeCheckpoint(
        store,
        { mark: { sequence, hash }, format: IMAGE_FORMAT, parts: imageOf(wrong) },
        1,
      );
    });
    const differs = await sluice("fleet", "verify");
    expect(differs).toMatchObject({
      exit: 1,
      out: expect.stringContaining("One has 1 organizations, the other 0."),
    });
  });

  test("a configuration that is wrong ends with 2, a data directory in use with 3", async () => {
    const terminal = keepTerminal({ DATA_DIR: folder, PORT: "99999" });
    expect(await runSluice(["migrate"], terminal)).toBe(2);
    expect(terminal.written.err).toContain("[configuration_invalid]");
    await fillDataDirectory(folder);
    await inStore(async () => {
      expect(await sluice("migrate")).toMatchObject({
        exit: 3,
        err: expect.stringContaining("[data_directory_in_use]"),
      });
    });
  });
});
