import { expect, test } from "vitest";
import { send } from "../api/caller.ts";
import { firstTufRoot } from "../feeds/tuf-trust.ts";
import { createDatabase } from "../support/databases.ts";
import { Line } from "../support/line.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { withServers } from "../support/several-servers.ts";

/** Answers that are signed, or that come from what the database has beside the ledger. */
const SIGNED = [
  "/feeds/apt/acme/dists/stable/InRelease",
  "/key.asc",
  "/feeds/tuf/acme/metadata/1.root.json",
  "/feeds/tuf/acme/metadata/timestamp.json",
];

test("updaters whose answers are signed get them while the database is silent, from a server that was never asked before", async () => {
  const databaseUrl = await createDatabase();
  const { line, url } = await Line.toDatabase(databaseUrl);
  await withServers([databaseUrl], async (other) => {
    const body = await firstTufRoot(other!.url);
    const given = await send(other!, VENDOR_TOKEN, { method: "POST", path: "/v1/tuf/roots", body });
    expect(given.status).toBe(201);
    await withServers([url], async (silent) => {
      line.goDead();
      await expect
        .poll(async () => (await fetch(`${silent!.url}/readyz`)).status, { timeout: 20_000 })
        .toBe(503);
      for (const path of SIGNED) await expectPromptly(silent!.url + path);
      await line.cut();
      await line.mend();
    });
  });
  await line.cut();
});

/** Expects a good answer long before an attempt to reach the database ends. */
async function expectPromptly(address: string): Promise<void> {
  const begunAt = performance.now();
  const { status } = await fetch(address);
  expect([address, status]).toEqual([address, 200]);
  expect(performance.now() - begunAt, address).toBeLessThan(2_000);
}
