import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { S3Location } from "../../src/store/files/s3-location.ts";
import { msixClient } from "../feeds/clients/msix-client.ts";
import { checkWithRealUpdater } from "../support/real-updater.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { type S3Server, startS3Server } from "../support/s3-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { uploadByTus } from "../support/tus-client.ts";
import { accepted, expectRefusal, get, refusedCall, send } from "./caller.ts";
import { parseMultipart } from "./multipart.ts";
import { make } from "./tenancy.ts";

const BYTES = randomBytes(6_000_000);
const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const SHA256 = sha256Of(BYTES);
const PATH = `/builds/${SHA256}/App%20(1).exe`;

let s3: S3Server;
let server: TestServer;
let release: string;
let organization: string;

beforeAll(async () => {
  s3 = await startS3Server();
  server = await startOver({});
  const dates = { version: "45.1", automaticAt: "2026-01-06", state: "published" };
  release = await make(server, "/v1/releases", dates);
  organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  accepted(await upload(server, BYTES, "App (1).exe"));
  return async () => {
    await server.close();
    await s3.close();
  };
});

/** A server that keeps its builds in the bucket. */
async function startOver(change: Partial<S3Location>): Promise<TestServer> {
  const store = await borrowStore("embedded");
  const started = await startServer(store, { s3: { ...s3.location, ...change } });
  const close = async () => {
    await started.close();
    await store.close();
  };
  return { ...started, close };
}

function upload(to: TestServer, bytes: Buffer, fileName: string, at = release, more = {}) {
  const query = new URLSearchParams({ platform: "win", arch: "x64", format: "exe", fileName, ...more });
  const headers = { "content-type": "application/octet-stream" };
  const path = `/v1/releases/${at}/builds?${query}`;
  return send(to, VENDOR_TOKEN, { method: "POST", path, raw: new Uint8Array(bytes), headers });
}

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(server.url + path, { method, headers, redirect: "manual" });

describe("builds in a store that speaks S3", () => {
  test("lie in the bucket, under their digest, and not in the data directory", async () => {
    expect(await s3.list()).toContain(`sluice/builds/${SHA256.slice(0, 2)}/${SHA256}`);
    expect(await readdir(server.dataDirectory)).not.toContain("builds");
    expect(await get(server, null, "/readyz")).toMatchObject({ builds: { store: "s3", reachable: true } });
  });

  test("are downloaded from there: the address sends on, to a link that is not kept", async () => {
    const sent = await ask(PATH);
    expect([sent.status, sent.headers.get("cache-control")]).toEqual([302, "no-store"]);
    expect(sent.headers.get("location")).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/builds-of-tests\/.*X-Amz-Expires=900/,
    );
    const got = await fetch(server.url + PATH);
    expect(got.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''App%20(1).exe");
    expect(Buffer.from(await got.arrayBuffer()).equals(BYTES)).toBe(true);
    const part = await fetch(server.url + PATH, { headers: { range: "bytes=5999990-" } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(BYTES.subarray(5_999_990))).toBe(true);
  });

  test("are told about by this server: a HEAD is not sent on", async () => {
    const head = await ask(PATH, {}, "HEAD");
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(BYTES.length)]);
    expect(head.headers.get("etag")).toBe(`"${SHA256}"`);
  });

  test("reach Electron in an MSIX package, which takes only an address that ends as a package does", async () => {
    const updaters = JSON.stringify({
      msix: { name: "Acme.App", publisher: "CN=Acme", version: "45.1.0.0" },
    });
    const bytes = Buffer.from("a package\n45.1.0.0\n");
    accepted(await upload(server, bytes, "App.msix", release, { format: "msix", updaters }));
    const app = { platform: "win", arch: "x64", version: "44.1.0.0" } as const;
    const outcome = await msixClient().ask({ server: server.url, organization }, app);
    expect(outcome).toMatchObject({ kind: "update", bytes: new Uint8Array(bytes) });
  });

  test("come through this server in several ranges, which such a store does not know", async () => {
    const got = await ask(PATH, { range: "bytes=0-9, 5999990-" });
    expect([got.status, got.headers.get("etag")]).toEqual([206, `"${SHA256}"`]);
    const body = new Uint8Array(await got.arrayBuffer());
    const parts = parseMultipart(got.headers.get("content-type") ?? "", body);
    expect(parts.map(({ bytes }) => bytes)).toEqual([BYTES.subarray(0, 10), BYTES.subarray(5_999_990)]);
  });

  test.each(["bytes=0-9", "bytes=6000000-", "bytes=0-,0-", "bytes=0-1,x", "lines=0-5,7-8"])(
    "are given by the store for Range: %s",
    async (range) => expect((await ask(PATH, { range })).status).toBe(302),
  );

  test("that a client has already are not sent for, and what is none is not found", async () => {
    expect((await ask(PATH, { "if-none-match": `"${SHA256}"` })).status).toBe(304);
    expect((await ask(`/builds/${"0".repeat(64)}/App%20(1).exe`)).status).toBe(404);
    expect((await ask(`/builds/${SHA256}/Other.exe`)).status).toBe(404);
  });

  test("reach the real electron-updater, which follows to the store and checks the digest", async () => {
    const feedUrl = `${server.url}/feeds/electron/${organization}/?version=44.1.0`;
    const outcome = await checkWithRealUpdater({ platform: "win", feedUrl, runningVersion: "44.1.0" });
    expect(outcome.updateAvailable).toBe(true);
    expect(outcome.downloadedFile?.bytes.equals(BYTES)).toBe(true);
  });

  test("come by resumable uploads as well", async () => {
    const bytes = randomBytes(3_000_000);
    const metadata = {
      releaseId: release,
      platform: "win",
      arch: "arm64",
      format: "exe",
      fileName: "Tus.exe",
      sha256: sha256Of(bytes),
    };
    const headers = { authorization: `Bearer ${VENDOR_TOKEN}` };
    const done = await uploadByTus(bytes, { endpoint: `${server.url}/v1/uploads`, metadata, headers });
    expect(done).toMatchObject({
      status: 204,
      code: null,
      buildId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const got = await fetch(`${server.url}/builds/${sha256Of(bytes)}/Tus.exe`);
    expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
    expect(await readdir(join(server.dataDirectory, "uploads"))).toHaveLength(1);
  });
});

test("with downloads through the server nobody needs to reach the store", async () => {
  const through = await startOver({ downloads: "stream" });
  const at = await make(through, "/v1/releases", { version: "45.1", automaticAt: "2026-01-06" });
  accepted(await upload(through, BYTES, "App (1).exe", at));
  const got = await fetch(through.url + PATH, { redirect: "error", headers: { range: "bytes=10-19" } });
  expect([got.status, got.headers.get("content-range")]).toEqual([206, `bytes 10-19/${BYTES.length}`]);
  expect(Buffer.from(await got.arrayBuffer()).equals(BYTES.subarray(10, 20))).toBe(true);
  await through.close();
});

test("a store that is away is told; checks go on, an upload is refused and changes nothing", async () => {
  const other = await startS3Server();
  const left = await startOver({ endpoint: other.location.endpoint, downloads: "stream" });
  const at = await make(left, "/v1/releases", { version: "45.1", automaticAt: "2026-01-06" });
  accepted(await upload(left, BYTES, "App (1).exe", at));
  await other.close();
  const ready = await send(left, null, { method: "GET", path: "/readyz" });
  expect(ready.json).toMatchObject({ status: "ready", builds: { store: "s3", reachable: false } });
  const refused = await upload(left, BYTES, "Late.exe", at);
  expectRefusal(refused, 503, "builds_unreachable");
  expect(refused.headers.get("retry-after")).toBe("5");
  await refusedCall(left, null, { method: "GET", path: PATH }, 503, "builds_unreachable");
  const check = "/v1/updates/check?organization=none&platform=win&arch=x64&version=45.1";
  expect(await get(left, null, check)).toMatchObject({ action: "stay" });
  await left.close();
});

test("a server does not start over a bucket that is not there, and says what is allowed", async () => {
  await expect(startOver({ bucket: "no-such-bucket" })).rejects.toThrow(
    /SLUICE_S3_BUCKET "no-such-bucket" does not exist at http:.*; create it, or name another/,
  );
});
