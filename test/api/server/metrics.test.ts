import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { UPDATERS } from "../../../src/catalog/updaters.ts";
import { CheckpointKeeper } from "../../../src/fleet/checkpoint-keeper.ts";
import type { Store } from "../../../src/store/store.ts";
import { newStore } from "../../support/databases.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { get, send } from "../caller.ts";
import { make } from "../tenancy.ts";

const CHECK = "/v1/updates/check?platform=win&arch=x64";

let server: TestServer;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  server.setClock("2026-03-01T00:00:00Z");
  const id = await make(server, "/v1/releases", {
    version: "45.4",
    automaticAt: "2026-01-06",
    state: "published",
  });
  await make(server, `/v1/releases/${id}/builds`, {
    platform: "win",
    arch: "x64",
    format: "exe",
    fileName: "app.exe",
    url: "https://cdn.example.org/app.exe",
    size: 1,
    sha512: `${"A".repeat(86)}==`,
  });
  await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  return async () => {
    await server.close();
    await store.close();
  };
});

async function scrape(): Promise<string> {
  const { status, headers, text } = await send(server, null, { method: "GET", path: "/metrics" });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  return text;
}

async function metric(series: string): Promise<number> {
  const line = (await scrape()).split("\n").find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1));
}

const checks = (way: string, action: string) => {
  const updater = way === "feed" ? ',updater="electron"' : "";
  return metric(`sluice_update_checks_total{way="${way}",action="${action}"${updater}}`);
};

describe("the metrics", () => {
  test.each([
    ["fast", "update", `${CHECK}&version=45.1`],
    ["fast", "stay", `${CHECK}&version=45.4`],
    ["full", "update", `${CHECK}&version=45.1&manual=true`],
    ["full", "stay", `${CHECK}&version=45.4&manual=true`],
    ["feed", "update", "/feeds/electron/acme/latest.yml?version=45.1.0"],
  ])("count a check by the %s way that answers %s, once", async (way, action, path) => {
    const before = await checks(way, action);
    await send(server, null, { method: "GET", path });
    expect(await checks(way, action)).toBe(before + 1);
  });

  test("count a request of a feed by its updater whether it names an installation or not", async () => {
    const unnamed = () => metric('sluice_unnamed_feed_requests_total{updater="electron"}');
    const path = "/feeds/electron/acme/latest.yml?version=45.1.0";
    const [requests, without] = [await checks("feed", "update"), await unnamed()];
    for (let time = 0; time < 3; time++) await send(server, null, { method: "GET", path });
    const headers = { "x-user-staging-id": "a-desktop" };
    await send(server, null, { method: "GET", path, headers });
    expect(await checks("feed", "update")).toBe(requests + 4);
    expect(await unnamed()).toBe(without + 3);
    const series = (await scrape()).match(/^sluice_update_checks_total\{.*updater="([\w-]+)"/gm);
    expect(series).toHaveLength(2 * UPDATERS.length);
  });

  test("time calls by their route, never by what stands in a path", async () => {
    const { items } = await get(server, VENDOR_TOKEN, "/v1/organizations");
    await get(server, VENDOR_TOKEN, `/v1/organizations/${items[0].id}`);
    const route = '{method="GET",route="/v1/organizations/:id",status="200"}';
    expect(await metric(`sluice_http_request_duration_seconds_count${route}`)).toBe(1);
    await send(server, null, { method: "GET", path: "/made/up" });
    expect(await scrape()).not.toMatch(/made\/up|Acme|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  test("tell the ledger, how far the answers are behind it, and how much is held", async () => {
    const { ledger } = await get(server, null, "/readyz");
    expect(await metric("sluice_ledger_sequence")).toBe(ledger);
    expect(await metric("sluice_answered_sequence")).toBe(ledger);
    expect(await metric("sluice_behind_entries")).toBe(0);
    expect(await metric("sluice_organizations")).toBe(1);
    expect(await metric("sluice_places")).toBeGreaterThanOrEqual(1);
    expect(await metric("sluice_database_up")).toBe(1);
  });

  test("time fast checks in buckets that add up", async () => {
    const name = "sluice_fast_check_duration_seconds";
    const before = await metric(`${name}_count`);
    const answered = (await checks("fast", "update")) + (await checks("fast", "stay"));
    for (let asked = 0; asked < 5; asked++) {
      await send(server, null, { method: "GET", path: `${CHECK}&version=45.1` });
      await send(server, null, { method: "GET", path: `${CHECK}&version=45.1&manual=true` });
    }
    expect(await metric(`${name}_count`)).toBe(before + 5);
    expect((await checks("fast", "update")) + (await checks("fast", "stay"))).toBe(answered + 5);
    const text = await scrape();
    const buckets = [...text.matchAll(new RegExp(`^${name}_bucket{le="([^"]+)"} (\\S+)$`, "gm"))];
    const counts = buckets.map(([, , count]) => Number(count));
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(buckets.at(-1)?.slice(1)).toEqual(["+Inf", String(before + 5)]);
    expect(buckets.at(-2)?.[1]).toBe("1");
    const seconds = await metric(`${name}_sum`);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(5);
  });

  test("tell of a checkpoint, once there is one", async () => {
    expect(await metric("sluice_checkpoint_sequence")).toBe(0);
    expect(await scrape()).not.toMatch(/^sluice_checkpoint_age_seconds /m);
    const { store, follower } = server.context;
    const due = { running: 1, stopping: 1 };
    const fail = (problem: unknown) => expect.unreachable(String(problem));
    await new CheckpointKeeper(store, fail, due).start(follower)();
    expect(await metric("sluice_checkpoint_sequence")).toBe(follower.world.sequence);
    expect(await metric("sluice_checkpoint_age_seconds")).toBeGreaterThanOrEqual(0);
    expect(await metric("sluice_checkpoint_age_seconds")).toBeLessThan(60);
  });

  test("have the process in them", async () => {
    expect(await metric("process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
    expect(await scrape()).toContain("nodejs_eventloop_lag_seconds");
  });
});

test("tell how many connections to PostgreSQL are used, and how many queries wait for one", async () => {
  const store = await newStore("postgresql");
  const alone = await startServer(store);
  const seen = async (series: string) => {
    const { text } = await send(alone, null, { method: "GET", path: "/metrics" });
    return Number(
      text
        .split("\n")
        .find((one) => one.startsWith(`${series} `))
        ?.slice(series.length + 1),
    );
  };
  const most = await seen("sluice_database_connections_most");
  expect(most).toBeGreaterThan(1);
  expect(await seen('sluice_database_connections{state="idle"}')).toBeGreaterThan(0);
  const { held, release } = holdAll(store, most);
  await expect.poll(() => store.connections()?.used).toBe(most);
  const waiting = sql`select 1`.execute(store.database);
  expect(store.connections()).toMatchObject({ idle: 0, waiting: 1 });
  release();
  await Promise.all([...held, waiting]);
  expect(store.connections()).toMatchObject({ used: 0, waiting: 0 });
  await alone.close();
  await store.close();
});

/** Holds so many connections until told to let go. */
function holdAll({ database }: Store, count: number) {
  let release = () => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = Array.from({ length: count }, () => database.connection().execute(() => promise));
  return { held, release };
}

test("without its database a server is live, not ready, says when to ask again, and goes on answering checks", async () => {
  const store = await newStore("postgresql");
  const alone = await startServer(store);
  await store.close();
  const ready = await send(alone, null, { method: "GET", path: "/readyz" });
  expect(ready.status).toBe(503);
  expect(ready.headers.get("retry-after")).toBe("5");
  expect(ready.json).toMatchObject({ status: "database_unreachable" });
  expect((await send(alone, null, { method: "GET", path: "/healthz" })).status).toBe(200);
  expect((await send(alone, null, { method: "GET", path: `${CHECK}&version=45.1` })).status).toBe(200);
  const { text } = await send(alone, null, { method: "GET", path: "/metrics" });
  expect(text).toMatch(/^sluice_database_up 0$/m);
  await alone.close();
});
