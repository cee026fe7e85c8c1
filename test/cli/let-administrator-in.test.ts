import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { ok } from "../../src/result.ts";
import { changeStore } from "../../src/store/ledger/change.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { findAccountByEmail } from "../../src/store/tables/administrator-table.ts";
import { insertSecondFactor, listSecondFactors } from "../../src/store/tables/second-factor-table.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { anAdministrator, at, VENDOR } from "../support/records.ts";
import { keepTerminal } from "./tiny-server.ts";

const NOW = at("2026-03-01");
const ANN = anAdministrator({ email: "ann@example.org" });
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function sluice(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const terminal = keepTerminal({ DATA_DIR: folder });
  return { exit: await runSluice(args, terminal), ...terminal.written };
}

async function inStore<Value>(work: (store: Store) => Promise<Value>): Promise<Value> {
  const store = await openStore({ databaseUrl: null, dataDirectory: folder });
  if (!store.ok) throw new Error(store.error.message);
  const value = await work(store.value);
  await store.value.close();
  return value;
}

test("let-in gives a one-time password and removes the second factors, in the ledger", async () => {
  await sluice("migrate");
  const made = { id: ANN.id, action: "create_administrator", before: null, after: ANN };
  const key = { secret: "JBSWY3DPEHPK3PXP", lastStep: null };
  const factor = { id: "f", administratorId: ANN.id, kind: "totp", name: "Phone", key } as const;
  await inStore((store) =>
    changeStore(store, { actor: VENDOR, now: NOW }, async (change) => {
      await change.recordAccount(made, { hash: "forgotten", isOneTime: false });
      await insertSecondFactor(change.database, { ...factor, createdAt: NOW, lastUsedAt: null });
      await change.recordAccount({ ...made, action: "add_second_factor", before: ANN }, null);
      return ok(null);
    }),
  );
  expect(await sluice("administrators", "let-in", "eve@example.org")).toMatchObject({
    exit: 1,
    err: expect.stringContaining("[administrator_unknown]"),
  });
  const { exit, out } = await sluice("administrators", "let-in", "Ann@example.org");
  expect(exit).toBe(0);
  expect(out).toMatch(/\n([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}\n$/);
  await inStore(async (store) => {
    const account = await findAccountByEmail(store.database, ANN.email);
    expect(account?.password).toMatchObject({ isOneTime: true, givenBy: { id: "operator" } });
    expect(await listSecondFactors(store.database, ANN.id)).toEqual([]);
    expect((await verifyLedger(store)).findings).toEqual([]);
  });
});
