import { beforeAll, describe, expect, test } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { accepted, expectRefusal, get, send } from "../api/caller.ts";
import { make } from "../api/tenancy.ts";
import { createDatabase } from "../support/databases.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { withServers } from "../support/several-servers.ts";
import { borrowStore } from "../support/store-pool.ts";
import { expectAgreement, expectNothingLost } from "./nothing-lost.ts";

const BUILD = {
  platform: "win",
  arch: "x64",
  format: "exe",
  size: 1,
  url: "https://cdn.example.org/a.exe",
  sha512: `${"A".repeat(86)}==`,
};
const VERSIONS = ["45.3", "45.4"] as const;

test("servers whose clocks are ten minutes apart: the ledger never goes back in time, and no answer leads backward", async () => {
  const databaseUrl = await createDatabase();
  await withServers([databaseUrl, databaseUrl], async (ahead, behind) => {
    ahead!.setClock("2026-01-06T00:05:00Z");
    behind!.setClock("2026-01-05T23:55:00Z");
    const dates = ["2025-12-02", "2026-01-06"];
    for (const [index, version] of VERSIONS.entries()) {
      const release = { version, automaticAt: dates[index], state: "published" };
      const id = await make(index === 0 ? ahead! : behind!, "/v1/releases", release);
      await make(ahead!, `/v1/releases/${id}/builds`, { ...BUILD, fileName: `${version}.exe` });
    }
    const organization = await make(behind!, "/v1/organizations", { name: "Acme", partnerIds: [] });
    await expectAgreement([ahead!.url, behind!.url]);
    const ask = (server: typeof ahead, version: string) =>
      get(
        server!,
        null,
        `/v1/updates/check?organization=${organization}&platform=win&arch=x64&version=${version}`,
      );

    // Midnight has come for one of them only.
    expect(await ask(behind, "45.2")).toMatchObject({ action: "update", version: "45.3" });
    expect(await ask(ahead, "45.2")).toMatchObject({ action: "update", version: "45.4" });
    expect(await ask(behind, "45.4")).toMatchObject({ action: "stay" });

    for (const [index, server] of [ahead, behind, ahead, behind].entries()) {
      const schedule = { cadence: "slow", deferralWeeks: index };
      const path = `/v1/organizations/${organization}/release-settings`;
      expect((await send(server!, VENDOR_TOKEN, { method: "PUT", path, body: { schedule } })).status).toBe(
        200,
      );
    }
    await expectAgreement([ahead!.url, behind!.url]);
    const { items } = await get(behind!, VENDOR_TOKEN, "/v1/adminAudit/events?max=100");
    const created = items.map((item: { created: string }) => item.created).reverse();
    expect(created).toEqual([...created].sort());
    for (const version of ["45.3", "45.4"]) {
      expect(await ask(ahead, version)).toMatchObject({ action: "stay" });
      expect(await ask(behind, version)).toMatchObject({ action: "stay" });
    }
    await expectNothingLost(databaseUrl, [{ id: organization, name: "Acme" }]);
  });
});

describe("a server whose clock is not that of the database", () => {
  let store: Store;
  /** How far the clock of the server is ahead, which the database's own clock knows nothing of. */
  let aheadMs = 0;
  let apart: TestServer;
  let right: TestServer;
  let organization: string;

  beforeAll(async () => {
    store = await borrowStore("postgresql");
    const server = () => startServer(store, {}, { databaseNow: null });
    [apart, right] = [await server(), await server()];
    apart.setClockBy(() => aheadMs);
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    for (const [version, automaticAt] of [
      ["45.3", inDays(-30)],
      ["45.4", inDays(30)],
    ]) {
      const id = await make(right, "/v1/releases", { version, automaticAt, state: "published" });
      await make(right, `/v1/releases/${id}/builds`, { ...BUILD, fileName: `${version}.exe` });
    }
    organization = await make(right, "/v1/organizations", { name: "Acme", partnerIds: [] });
    return async () => {
      await apart.close();
      await right.close();
      await store.close();
    };
  });

  let names = 0;
  const save = (server: TestServer) =>
    send(server, VENDOR_TOKEN, {
      method: "PATCH",
      path: `/v1/organizations/${organization}`,
      body: { name: `Acme ${++names}` },
    });
  const compareClocks = () => apart.context.clock.compare(store.database);
  const metric = async (server: TestServer) => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^sluice_clock_offset_seconds (\S+)$/m.exec(text)?.[1]);
  };
  const setAtOf = async () => {
    const { items } = await get(right, VENDOR_TOKEN, "/v1/adminAudit/events?max=1");
    return Date.parse(items[0].created);
  };

  test.each([
    ["a year ahead", 365 * 86_400],
    ["ten minutes ahead", 600],
    ["seven seconds ahead", 7],
    ["a month behind", -30 * 86_400],
    ["seven seconds behind", -7],
  ])(
    "%s: it makes no changes, says so, and answers by the right clock all the same",
    async (_name, seconds) => {
      aheadMs = seconds * 1000;
      const { ledger } = (await get(right, null, "/readyz")) as { ledger: number };
      const refused = await save(apart);
      expectRefusal(refused, 503, "clock_off");
      expect(refused.json.message).toContain(
        `${Math.abs(seconds)} seconds ${seconds > 0 ? "ahead of" : "behind"}`,
      );
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      const ready = await send(apart, null, { method: "GET", path: "/readyz" });
      expect([ready.status, ready.json.status, ready.json.ledger]).toEqual([503, "clock_off", ledger]);
      expect(ready.json.clockAheadSeconds).toBeCloseTo(seconds, 0);
      expect(await metric(apart)).toBeCloseTo(seconds, 0);
      const query = `organization=${organization}&platform=win&arch=x64&version=45.1&installation=pc`;
      const asked = await get(apart, null, `/v1/updates/check?${query}`);
      expect(asked).toMatchObject({ action: "update", version: "45.3" });
      await apart.context.checkInWriter.flush();
      const { items } = await get(right, VENDOR_TOKEN, `/v1/organizations/${organization}/installations`);
      expect(Math.abs(Date.parse(items[0].lastAskedAt) - Date.now())).toBeLessThan(3_000);
      aheadMs = 0;
      accepted(await save(apart));
      accepted(await save(apart));
      expect((await send(apart, null, { method: "GET", path: "/readyz" })).status).toBe(200);
    },
  );

  test.each([3, -3])("%i seconds apart: it makes changes, at the time of the database", async (seconds) => {
    aheadMs = seconds * 1000;
    const before = Date.now();
    accepted(await save(apart));
    accepted(await save(apart));
    expect(await setAtOf()).toBeGreaterThanOrEqual(before - 1);
    expect(await setAtOf()).toBeLessThanOrEqual(Date.now());
    expect(await metric(apart)).toBeCloseTo(seconds, 0);
    aheadMs = 0;
  });

  test("a session lives by the clock of the database on every server", async () => {
    const email = "clock@example.org";
    const made = await send(right, VENDOR_TOKEN, {
      method: "POST",
      path: "/v1/administrators",
      body: { displayName: "Ada", email, role: "vendor_admin" },
    });
    const password = accepted(made).oneTimePassword;
    aheadMs = 400 * 86_400_000;
    await compareClocks();
    const signIn = { method: "POST", path: "/v1/sessions", body: { email, password } };
    const { token, expiresAt } = accepted(await send(apart, null, signIn));
    expect(Date.parse(expiresAt)).toBeLessThan(Date.now() + 60 * 86_400_000);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    for (const server of [apart, right])
      expect((await get(server, token, "/v1/me")).person).toMatchObject({ displayName: "Ada" });
    aheadMs = 0;
    await compareClocks();
  });
});
