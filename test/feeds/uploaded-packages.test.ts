import { beforeAll, expect, test } from "vitest";
import { accepted, send } from "../api/caller.ts";
import { make } from "../api/tenancy.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { squirrelWindowsClient } from "./clients/squirrel-windows-client.ts";
import type { Outcome, UpdaterClient } from "./clients/updater-client.ts";
import { realVelopackClient } from "./clients/velopack-client.ts";
import { velopackSimulator } from "./clients/velopack-simulator.ts";

const WHOLE = "the whole package of 46.2, which is large ".repeat(20);
const APP = { platform: "win", arch: "x64" } as const;

let server: TestServer;
/** An organization under the vendor default, and one on slow. */
let acme: string;
let slow: string;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  acme = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  slow = await make(server, "/v1/organizations", { name: "Slow", partnerIds: [] });
  const path = `/v1/organizations/${slow}/release-settings`;
  const body = { schedule: { cadence: "slow", deferralWeeks: 0 } };
  accepted(await send(server, VENDOR_TOKEN, { method: "PUT", path, body }));
  const older = await release("46.1.0.5", "2026-01-06");
  const newer = await release("46.2.0.7", null);
  await upload(`/v1/releases/${older}/builds?${named("App-46.1.0.5-full.nupkg")}`, "46.1");
  const build = await upload(`/v1/releases/${newer}/builds?${named("App-46.2.0.7-full.nupkg")}`, WHOLE);
  const delta = new URLSearchParams({
    kind: "delta",
    from: "46.1.0.5",
    fileName: "App-46.2.0.7-delta.nupkg",
  });
  await upload(`/v1/builds/${build}/companions?${delta}`, "from 46.1.0.5\nby the delta");
  return async () => {
    await server.close();
    await store.close();
  };
});

const named = (fileName: string) => String(new URLSearchParams({ ...APP, format: "nupkg", fileName }));

async function release(version: string, slowAt: string | null): Promise<string> {
  const dates = { automaticAt: "2026-01-06", ...(slowAt !== null && { slowAt }) };
  return make(server, "/v1/releases", { version, ...dates, state: "published" });
}

async function upload(path: string, text: string): Promise<string> {
  const headers = { "content-type": "application/octet-stream" };
  const raw = new TextEncoder().encode(text);
  return accepted(await send(server, VENDOR_TOKEN, { method: "POST", path, raw, headers })).id;
}

const ask = (client: UpdaterClient, organization: string, version: string) =>
  client.ask({ server: server.url, organization }, { ...APP, version });
const bytesOf = (outcome: Outcome) =>
  outcome.kind === "update" ? Buffer.from(outcome.bytes).toString() : outcome;

test("an uploaded package has its SHA-1, so Squirrel.Windows and Velopack install it", async () => {
  expect(bytesOf(await ask(squirrelWindowsClient(), acme, "46.0.0.1"))).toBe(WHOLE);
  expect(bytesOf(await ask(velopackSimulator(), acme, "46.0.0-1"))).toBe(WHOLE);
  expect(bytesOf(await ask(realVelopackClient(), acme, "46.0.0-1"))).toBe(WHOLE);
});

test("a delta that was given with its build is downloaded from what it begins with, and checked", async () => {
  expect(bytesOf(await ask(squirrelWindowsClient(), acme, "46.1.0.5"))).toBe("by the delta");
});

test("an organization on slow gets the release that is slow, and stays on it", async () => {
  for (const [client, before, after] of [
    [squirrelWindowsClient(), "46.0.0.1", "46.1.0.5"],
    [realVelopackClient({ allowDowngrade: true }), "46.0.0-1", "46.1.0-5"],
  ] as const) {
    expect(bytesOf(await ask(client, slow, before))).toBe("46.1");
    expect(await ask(client, slow, after)).toEqual({ kind: "stay" });
  }
});

test("the same question gets the same answer when it is asked again, and another one its own", async () => {
  const base = `${server.url}/feeds/squirrel-windows/${acme}/arch/x64/RELEASES?id=App&arch=amd64&localVersion=`;
  const text = async (version: string) => (await fetch(base + version)).text();
  for (const version of ["46.0.0.1", "46.2.0.7", "46.1.0.5"])
    expect(await text(version)).toBe(await text(version));
  expect(await text("46.2.0.7")).toContain("NoUpdate-46.2.0.7-full.nupkg 1");
  expect((await text("46.1.0.5")).trimEnd().split("\n")).toHaveLength(2);
});
