import { createHash } from "node:crypto";
import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { make } from "../api/tenancy.ts";
import { EDGE_KEY, EdgeProcess } from "../support/edge-process.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";

const CHECK = "/v1/updates/check?platform=win&arch=x64&version=45.1";
const SOON = { timeout: 20_000, interval: 50 };

let store: Store;
let server: TestServer;
let organization: string;
let isServing = false;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  store = await borrowStore("embedded");
  server = await startServer(store, { edgeKey: EDGE_KEY });
  isServing = true;
  organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  await publish(server, "45.2");
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await stop();
  await store.close();
});

/** Publishes a release that everybody may run. */
async function publish(on: TestServer, version: string): Promise<string> {
  const dates = { version, automaticAt: "2026-01-06", state: "published" };
  const release = await make(on, "/v1/releases", dates);
  const url = `https://cdn.example.org/${version}.exe`;
  const file = { platform: "win", arch: "x64", format: "exe", fileName: "a.exe", size: 1, url };
  await make(on, `/v1/releases/${release}/builds`, { ...file, sha512: `${"A".repeat(86)}==` });
  return release;
}

/** An edge of these servers, which the test ends. */
function edgeOf(origins: readonly string[], environment: Readonly<Record<string, string>> = {}): EdgeProcess {
  const edge = new EdgeProcess(origins, environment);
  closing.push(() => edge.destroy());
  return edge;
}

/** Stops the server; does nothing if it is stopped. */
async function stop(): Promise<void> {
  if (isServing) await server.close();
  isServing = false;
}

/** Starts the server anew at its port, over its store or another one. */
async function serveAgain(over = store): Promise<void> {
  isServing = true;
  server = await startServer(over, { edgeKey: EDGE_KEY, port: Number(new URL(server.url).port) });
}

const offered = async (edge: EdgeProcess) => (await edge.get(CHECK)).json.version;

test("a change is answered by an edge within a second", async () => {
  const edge = edgeOf([server.url]);
  await edge.start();
  expect(await offered(edge)).toBe("45.2");
  await publish(server, "45.3");
  await vi.waitFor(async () => expect(await offered(edge)).toBe("45.3"), { timeout: 1_000, interval: 10 });
  expect(await edge.get("/readyz")).toMatchObject({
    status: 200,
    json: { status: "ready", behindSeconds: 0 },
  });
});

test("an edge without a server goes on and says for how long, also after a restart; with one it says nothing more", async () => {
  const edge = edgeOf([server.url], { EDGE_READY_LAG_SECONDS: "4" });
  await edge.start();
  await stop();
  await vi.waitFor(async () => expect((await edge.get(CHECK)).lag).toBeGreaterThanOrEqual(3), SOON);
  expect(await edge.get(CHECK)).toMatchObject({ status: 200, json: { version: "45.2" } });
  await vi.waitFor(async () => expect((await edge.get("/readyz")).status).toBe(503), SOON);
  expect((await edge.get("/readyz")).json).toMatchObject({ status: "lagging" });
  expect(await edge.end()).toBe(0);
  await edge.start();
  const { json, lag } = await edge.get(CHECK);
  expect([json.version, lag !== null && lag >= 4]).toEqual(["45.2", true]);
  await serveAgain();
  await vi.waitFor(async () => expect((await edge.get(CHECK)).lag).toBeNull(), SOON);
  expect((await edge.get("/readyz")).json).toMatchObject({ status: "ready" });
});

test("check-ins arrive, also those of an outage, and those that wait at the stop", async () => {
  const edge = edgeOf([server.url]);
  await edge.start();
  const ask = (installation: string) =>
    edge.get(`${CHECK}&organization=${organization}&installation=${installation}`);
  const stored = async () => {
    await server.context.checkInWriter.flush();
    const { rows } = await sql<{
      id: string;
    }>`select installation_id as id from installations order by 1`.execute(store.database);
    return rows.map(({ id }) => id);
  };
  await ask("before");
  await vi.waitFor(async () => expect(await stored()).toEqual(["before"]), SOON);
  await stop();
  await ask("during");
  expect((await edge.get("/readyz")).json).toMatchObject({ checkInsWaiting: 1 });
  await serveAgain();
  await vi.waitFor(async () => expect(await stored()).toEqual(["before", "during"]), SOON);
  await ask("last");
  expect(await edge.end()).toBe(0);
  expect(await stored()).toEqual(["before", "during", "last"]);
});

test("an edge with a wrong key answers nothing, and says why", async () => {
  const edge = edgeOf([server.url], { SLUICE_EDGE_KEY: "x".repeat(40) });
  await edge.start(/listens on http/);
  await edge.waitFor(/answered 401: Edges need the edge key/);
  expect(await edge.get(CHECK)).toMatchObject({
    status: 503,
    json: { errors: [{ code: "edge_without_world" }] },
  });
  expect(await edge.get("/readyz")).toMatchObject({ status: 503, json: { status: "starting" } });
  expect((await edge.get("/healthz")).status).toBe(200);
  expect(edge.output).not.toContain("x".repeat(40));
});

test("an edge whose last entry the servers have lost begins anew, and answers by what they have", async () => {
  const edge = edgeOf([server.url]);
  await edge.start();
  expect(await offered(edge)).toBe("45.2");
  await stop();
  const other = await borrowStore("embedded");
  closing.push(() => other.close());
  await serveAgain(other);
  await publish(server, "44.9");
  await publish(server, "45.15");
  await vi.waitFor(async () => expect(await offered(edge)).toBe("45.15"), SOON);
  expect(edge.output).toContain("the servers went back in time");
  await edge.end();
  await edge.start();
  expect(await offered(edge)).toBe("45.15");
});

/** A kept world that says to be of another format, with the right digest. */
function ofFormat(format: number, file: Buffer): Buffer {
  const lineEnd = file.indexOf("\n");
  const header = JSON.stringify({ ...JSON.parse(file.subarray(0, lineEnd).toString()), format });
  const content = Buffer.concat([Buffer.from(header), file.subarray(lineEnd, -32)]);
  return Buffer.concat([content, createHash("sha256").update(content).digest()]);
}

test("what is kept and is cut off, damaged or of another format is not used, and asked of a server again", async () => {
  const edge = edgeOf([server.url]);
  await edge.start();
  await edge.end();
  const path = join(edge.keepDirectory, "world.bin");
  const whole = await readFile(path);
  const damaged = Buffer.from(whole);
  damaged[100] = (damaged[100] ?? 0) ^ 1;
  const cases: readonly [RegExp, () => Promise<void>][] = [
    [/cut off or damaged/, () => truncate(path, whole.length - 10)],
    [/cut off or damaged/, () => truncate(path, 3)],
    [/cut off or damaged/, () => writeFile(path, damaged)],
    [/has format 1, and this edge reads \d+/, () => writeFile(path, ofFormat(1, whole))],
  ];
  for (const [why, damage] of cases) {
    await writeFile(path, whole);
    await damage();
    await edge.start();
    expect(edge.output).toMatch(why);
    expect(await offered(edge)).toBe("45.2");
    await edge.end();
  }
});

test("an edge of two servers goes on with the other when one dies", async () => {
  const another = await startServer(store, { edgeKey: EDGE_KEY });
  closing.push(() => another.close());
  const edge = edgeOf([server.url, another.url]);
  await edge.start();
  await stop();
  await publish(another, "45.3");
  await vi.waitFor(async () => expect(await offered(edge)).toBe("45.3"), SOON);
  expect((await edge.get(CHECK)).lag).toBeNull();
  await edge.end();
});

test("a file of the calendar is found by a redirect, and nothing else is", async () => {
  const edge = edgeOf([server.url], { SLUICE_FILES_URL: "https://files.example.org/" });
  await edge.start();
  const release = await make(server, "/v1/releases", {
    version: "46.1",
    automaticAt: "2026-01-06",
    state: "published",
  });
  const path = `/v1/releases/${release}/builds?platform=win&arch=x64&format=exe&fileName=b.exe`;
  const sent = await fetch(server.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${VENDOR_TOKEN}`, "content-type": "application/octet-stream" },
    body: "bytes",
  });
  const { sha256 } = (await sent.json()) as { sha256: string };
  const asked = await fetch(`${edge.url}/builds/${sha256}/b.exe`, { redirect: "manual" });
  expect([asked.status, asked.headers.get("location")]).toEqual([
    307,
    `https://files.example.org/builds/${sha256}/b.exe`,
  ]);
  for (const wrong of [`/builds/${"0".repeat(64)}/b.exe`, `/builds/${sha256}/c.exe`, "/builds/%ff/b.exe"]) {
    expect((await edge.get(wrong)).status, wrong).toBe(404);
  }
});

test("an edge tells its numbers to programs on this machine alone", async () => {
  const edge = edgeOf([server.url]);
  await edge.start();
  await edge.get(CHECK);
  const read = async (headers: Record<string, string> = {}) => {
    const answer = await fetch(`${edge.url}/metrics`, { headers });
    return { status: answer.status, text: await answer.text() };
  };
  const { text } = await read();
  for (const line of [
    'sluice_update_checks_total{way="fast",action="update"} 1',
    "sluice_behind_seconds 0",
    `sluice_answered_sequence ${server.context.fleet.sequence}`,
    'sluice_check_ins_total{fate="dropped"} 0',
  ]) {
    expect(text).toContain(line);
  }
  expect((await read({ "x-forwarded-for": "192.0.2.1" })).status).toBe(404);
});
