import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { accepted, expectRefusal, get, send } from "../api/caller.ts";
import { EventReader } from "../api/events/event-reader.ts";
import { make } from "../api/tenancy.ts";
import { createDatabase } from "../support/databases.ts";
import { keepState } from "../support/kept-state.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { withServers } from "../support/several-servers.ts";
import { borrowStore } from "../support/store-pool.ts";
import { expectAgreement } from "./nothing-lost.ts";

const SOON = { timeout: 5_000, interval: 20 };

/** Two releases that are out, with a build each; gives the id of the newer one. */
async function publish(server: TestServer): Promise<string> {
  const ids: string[] = [];
  for (const [version, automaticAt] of [
    ["45.3", "2025-12-02"],
    ["45.4", "2026-01-06"],
  ]) {
    const id = await make(server, "/v1/releases", { version, automaticAt, state: "published" });
    ids.push(id);
    await make(server, `/v1/releases/${id}/builds`, {
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: "a.exe",
      size: 1,
      url: `https://cdn.example.org/${version}.exe`,
      sha512: `${"A".repeat(86)}==`,
    });
  }
  return ids[1] ?? "";
}

const check = async (server: TestServer, query = "") =>
  (await get(server, null, `/v1/updates/check?platform=win&arch=x64&version=45.1${query}`)).version;
const vendor = async (server: TestServer, method: string, path: string, body: object) =>
  accepted(await send(server, VENDOR_TOKEN, { method, path, body }));
const ready = (server: TestServer) => send(server, null, { method: "GET", path: "/readyz" });

async function metric(server: TestServer, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
}

/** Each answers as the database says, and reports once that it found another past there. */
async function expectRightAgain(servers: readonly TestServer[], version: string): Promise<void> {
  for (const server of servers) {
    await vi.waitFor(async () => {
      expect(await check(server)).toBe(version);
      expect((await ready(server)).json).toMatchObject({ status: "ready", behind: 0 });
    }, SOON);
    expect(await metric(server, "sluice_ledger_divergences_total")).toBe(1);
    expect(await metric(server, "sluice_behind_entries")).toBe(0);
  }
  await expectAgreement(servers.map(({ url }) => url));
}

test.each([0, 1])(
  "a failover loses a change, and the next one takes its number, through server %i: both answer by that one",
  async (through) => {
    const url = await createDatabase();
    await withServers([url, url], async (...servers) => {
      const [one, other] = through === 0 ? servers : servers.toReversed();
      const release = await publish(one!);
      const putBack = await keepState(one!.context.store.database);
      await make(servers[0]!, "/v1/partners", { name: "Lost" });
      for (const server of servers)
        await vi.waitFor(async () => expect((await ready(server)).json.behind).toBe(0), SOON);
      await putBack();
      await vendor(one!, "PATCH", `/v1/releases/${release}`, { state: "paused" });
      // The one that made the change answers by it at once (R16, R19).
      expect(await check(one!)).toBe("45.3");
      await expectRightAgain(servers, "45.3");
      await vendor(other!, "PATCH", `/v1/releases/${release}`, { state: "published" });
      await expectRightAgain(servers, "45.4");
    });
  },
);

test("an older backup is restored under running servers: open pages are told, and what names the lost past is not believed", async () => {
  const url = await createDatabase();
  await withServers([url, url], async (...servers) => {
    const [one, other] = servers as [TestServer, TestServer];
    const release = await publish(one);
    const organization = await make(one, "/v1/organizations", { name: "Acme", partnerIds: [] });
    const asked = `&organization=${organization}&installation=pc-`;
    await check(one, `${asked}1`);
    await one.context.checkInWriter.flush();
    const putBack = await keepState(one.context.store.database);

    await vendor(one, "PATCH", `/v1/releases/${release}`, { state: "paused" });
    await vi.waitFor(async () => expect(await check(other)).toBe("45.3"), SOON);
    for (const number of [2, 3]) await check(other, `${asked}${number}`);
    await other.context.checkInWriter.flush();
    const counted = async (server: TestServer) => (await get(server, VENDOR_TOKEN, "/v1/adoption")).total;
    for (const server of servers) expect(await counted(server)).toBe(3);
    const path = `/v1/organizations/${organization}`;
    const key = { "idempotency-key": randomUUID() };
    const call = { method: "POST", path: "/v1/partners", body: { name: "Once" }, headers: key };
    accepted(await send(one, VENDOR_TOKEN, call));
    await vendor(one, "PATCH", path, { name: "Lost" });
    const tag = (await send(one, VENDOR_TOKEN, { method: "GET", path })).headers.get("etag") ?? "";
    const readers = await Promise.all(servers.map((server) => EventReader.open(server, VENDOR_TOKEN)));
    const lastId = readers[0]?.lastId ?? "";

    await putBack();
    await expectRightAgain(servers, "45.4");
    for (const reader of readers) {
      const told = await reader.until(({ type }) => type === "reset");
      expect(told.data.sequence).toBe((await ready(one)).json.ledger);
      reader.close();
    }
    for (const server of servers) expect(await counted(server)).toBe(1);

    // The ledger grows until it has the lost numbers again.
    const { ledger } = (await ready(one)).json;
    for (let more = ledger; more < Number.parseInt(lastId, 10) + 1; more++)
      await vendor(one, "PATCH", path, { name: `Acme ${more}` });
    const back = await EventReader.open(one, VENDOR_TOKEN, { "last-event-id": lastId });
    expect(back.events.map(({ type }) => type)).toEqual(["reset"]);
    back.close();
    const body = { name: "Overwritten" };
    const late = await send(one, VENDOR_TOKEN, { method: "PATCH", path, body, headers: { "if-match": tag } });
    expectRefusal(late, 412, "changed_meanwhile");
    // The answer that was kept for the key went back in time with the change, so the call is done.
    const again = await send(other, VENDOR_TOKEN, call);
    accepted(again);
    expect(again.headers.get("idempotency-replayed")).toBeNull();
  });
});

test("a server that finds another past says diverged until it has read everything anew", async () => {
  const store = await borrowStore("embedded");
  const server = await startServer(store);
  try {
    const release = await publish(server);
    const putBack = await keepState(store.database);
    await vendor(server, "PATCH", `/v1/releases/${release}`, { state: "paused" });
    const { ledger } = (await ready(server)).json;
    for (const tail of [0, 1, 2]) {
      await putBack();
      // A look at the database is shared for a tenth of a second.
      await sleep(150);
      const found = await ready(server);
      expect([found.status, found.json.status, found.json.ledger]).toEqual([503, "diverged", ledger - 1]);
      expect(Number(found.headers.get("retry-after"))).toBeGreaterThan(0);
      await vi.waitFor(async () => expect((await ready(server)).json.status).toBe("ready"), SOON);
      expect(await check(server)).toBe("45.4");
      expect(await metric(server, "sluice_ledger_divergences_total")).toBe(tail + 1);
      await vendor(server, "PATCH", `/v1/releases/${release}`, { state: "paused" });
      expect(await check(server)).toBe("45.3");
    }
  } finally {
    await server.close();
    await store.close();
  }
});
