import { expect } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import type { Acknowledged } from "../support/steady-load.ts";

/** Opens a database beside the servers that use it. */
export async function openBeside(databaseUrl: string): Promise<Store> {
  const opened = await openStore({ databaseUrl, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Every acknowledged change is in the database, with its ledger entry, and the ledger and the state verify. */
export async function expectNothingLost(
  databaseUrl: string,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  const store = await openBeside(databaseUrl);
  try {
    const { database } = store;
    const rows = await database.selectFrom("organizations").select(["id", "name"]).execute();
    const entries = await database
      .selectFrom("ledger")
      .select("subject_id")
      .where("subject", "=", "organization")
      .execute();
    const kept = new Map(rows.map(({ id, name }) => [id, name]));
    const recorded = new Set(entries.map(({ subject_id }) => subject_id));
    const lost = acknowledged.filter(({ id, name }) => kept.get(id) !== name || !recorded.has(id));
    expect(lost).toEqual([]);
    expect((await verifyLedger(store)).findings).toEqual([]);
  } finally {
    await store.close();
  }
}

/** All servers answer by the whole ledger within a second from now. */
export async function expectAgreement(urls: readonly string[]): Promise<void> {
  const readAll = () =>
    Promise.all(
      urls.map(async (url) => {
        const { ledger, answered } = (await (await fetch(`${url}/readyz`)).json()) as Record<string, number>;
        return { ledger, answered };
      }),
    );
  const before = performance.now();
  const [first] = await readAll();
  const whole = { ledger: first?.ledger, answered: first?.ledger };
  await expect
    .poll(readAll, { timeout: 1_000, interval: 10 })
    .toEqual(urls.map(() => whole))
    .catch((error) => {
      throw new Error(`after ${Math.round(performance.now() - before)} ms: ${error.message}`);
    });
}
