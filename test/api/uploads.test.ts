import { createHash, randomBytes } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { uploadByTus } from "../support/tus-client.ts";
import { accepted, changingNothing, get, refusedCall, send } from "./caller.ts";
import { makeToken } from "./tenancy.ts";
import { creation, idOf, patch, TUS, useUploadBench } from "./upload-bench.ts";

const bench = useUploadBench();
let otherVendor: string;

beforeAll(async () => {
  otherVendor = await makeToken(bench.server, "vendor_admin");
});

const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const sha512Of = (bytes: Uint8Array) => createHash("sha512").update(bytes).digest("base64");

const options = (metadata: Record<string, string>, token = VENDOR_TOKEN) => ({
  endpoint: `${bench.server.url}/v1/uploads`,
  metadata,
  headers: { authorization: `Bearer ${token}` },
});

async function builds(): Promise<{ id: string; fileName: string }[]> {
  return (await get(bench.server, VENDOR_TOKEN, "/v1/builds?max=1000")).items;
}

describe("a resumable upload by the real tus client", () => {
  test("becomes a build with its last byte, as a plain upload of the same bytes would", async () => {
    const bytes = randomBytes(5_000_000);
    const metadata = bench.about("App One.exe", { sha256: sha256Of(bytes), sha512: sha512Of(bytes) });
    const done = await uploadByTus(bytes, { ...options(metadata), chunkSize: 1_000_000 });
    expect(done).toMatchObject({ status: 204, code: null, sent: bytes.length });
    const build = await get(bench.server, VENDOR_TOKEN, `/v1/builds/${done.buildId}`);
    expect(build).toMatchObject({
      releaseId: bench.releaseId,
      fileName: "App One.exe",
      size: bytes.length,
      platform: "win",
      sha256: sha256Of(bytes),
      sha512: sha512Of(bytes),
      version: "45.1",
    });
    const info = await get(bench.server, VENDOR_TOKEN, `/v1/uploads/${idOf(done.url)}`);
    expect(info).toMatchObject({ offset: bytes.length, size: bytes.length, build, fileName: "App One.exe" });
    expect(await bench.kept()).toEqual([`${idOf(done.url)}.json`]);
    const query = new URLSearchParams({
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: "App One.exe",
    });
    const path = `/v1/releases/${bench.releaseId}/builds?${query}`;
    const headers = { "content-type": "application/octet-stream" };
    const plain = { method: "POST", path, raw: new Uint8Array(bytes), headers };
    await changingNothing(bench.server, async () => {
      expect(accepted(await send(bench.server, VENDOR_TOKEN, plain))).toEqual(build);
    });
    const { items } = await get(bench.server, VENDOR_TOKEN, "/v1/adminAudit/events?max=1");
    expect(items[0]).toMatchObject({ action: "add_build", actor: { id: "configured-token" } });
  });

  test("brings what the build carries, which is looked at before any bytes are sent", async () => {
    const bytes = randomBytes(20_000);
    const updaters = (value: object) => ({ appVersion: "45.1.8", updaters: JSON.stringify(value) });
    const carried = updaters({ omaha: { run: "a.exe" } });
    const done = await uploadByTus(bytes, options(bench.about("Carries.exe", carried)));
    expect(done).toMatchObject({ status: 204, code: null });
    const { items } = await get(bench.server, VENDOR_TOKEN, "/v1/builds?max=1");
    expect(items[0]).toMatchObject({ appVersion: "45.1.8", updaters: { omaha: { run: "a.exe" } } });
    const wrong = bench.about("Wrong.exe", updaters({ electron: { blockMapSize: 20_000 } }));
    const refused = await uploadByTus(bytes, options(wrong));
    expect(refused).toMatchObject({ code: "details_do_not_fit", sent: 0 });
  });

  test("goes on where it stood: in another client, of another process, on a server that was started again", async () => {
    const bytes = randomBytes(30_000_000);
    const metadata = bench.about("Resumed.exe", { sha256: sha256Of(bytes) });
    // In chunks, so that it stands before its end also where the client hears of its progress late.
    const first = await uploadByTus(bytes, {
      ...options(metadata),
      chunkSize: 4_000_000,
      stopAt: 10_000_000,
    });
    expect(first.code).toBe("stopped");
    await bench.restart();
    const id = idOf(first.url);
    const stood = Number((await bench.head(id)).headers.get("upload-offset"));
    expect(stood).toBeGreaterThan(0);
    expect(stood).toBeLessThan(bytes.length);
    const uploadUrl = `${bench.server.url}/v1/uploads/${id}`;
    const second = await uploadByTus(bytes, { ...options(metadata), uploadUrl });
    expect(second).toMatchObject({ status: 204, code: null });
    expect(second.sent).toBeLessThanOrEqual(bytes.length - stood);
    const file = await fetch(`${bench.server.url}/builds/${sha256Of(bytes)}/Resumed.exe`);
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await builds()).map((build) => build.id)).toContain(second.buildId);
  });

  test("of other bytes than were said is refused at its end, and nothing of it is left", async () => {
    const bytes = randomBytes(300_000);
    const before = [await builds(), await bench.kept()];
    await changingNothing(bench.server, async () => {
      const metadata = bench.about("Wrong.exe", { sha512: sha512Of(Buffer.from("other bytes")) });
      const done = await uploadByTus(bytes, options(metadata));
      expect(done).toMatchObject({ status: 400, code: "digest_mismatch" });
      expect((await bench.head(idOf(done.url))).status).toBe(404);
    });
    expect([await builds(), await bench.kept()]).toEqual(before);
  });

  test("is nobody's but who began it", async () => {
    const bytes = randomBytes(3_000_000);
    const id = await bench.begin(bytes.length, bench.about("Own.exe"));
    const uploadUrl = `${bench.server.url}/v1/uploads/${id}`;
    for (const token of [otherVendor, await makeToken(bench.server, "vendor_admin")]) {
      const hidden = await uploadByTus(bytes, {
        ...options(bench.about("Own.exe"), token),
        uploadUrl,
        endpoint: null,
      });
      expect(hidden).toMatchObject({ status: 404, sent: 0 });
      await refusedCall(bench.server, token, patch(id, 0, new Uint8Array(bytes)), 404, "not_found");
      const path = `/v1/uploads/${id}`;
      await refusedCall(bench.server, token, { method: "GET", path }, 404, "not_found");
      await refusedCall(bench.server, token, { method: "DELETE", path, headers: TUS }, 404, "not_found");
    }
    expect((await bench.head(id)).headers.get("upload-offset")).toBe("0");
  });

  test("that is given up is gone", async () => {
    const id = await bench.begin(100, bench.about("Ended.exe"));
    const path = `/v1/uploads/${id}`;
    expect((await send(bench.server, VENDOR_TOKEN, { method: "DELETE", path, headers: TUS })).status).toBe(
      204,
    );
    await refusedCall(bench.server, VENDOR_TOKEN, { method: "GET", path }, 404, "not_found");
    expect((await bench.kept()).filter((name) => name.startsWith(id))).toEqual([]);
  });
});

describe("a server that was cut off between the last byte and the build", () => {
  const bytes = randomBytes(200_000);

  /** What is on the disk then: all bytes, and no build. */
  async function cutOff(fileName: string): Promise<string> {
    const id = await bench.begin(bytes.length, bench.about(fileName));
    await appendFile(join(bench.dataDirectory, "uploads", id), bytes);
    await bench.restart();
    return id;
  }

  test("makes up for it when it is asked, once", async () => {
    const id = await cutOff("Recovered.exe");
    const asked = await Promise.all([bench.head(id), bench.head(id), bench.head(id)]);
    const found = (await builds()).filter((build) => build.fileName === "Recovered.exe");
    expect(found).toHaveLength(1);
    for (const { status, headers } of [...asked, await bench.head(id)]) {
      expect([status, headers.get("upload-offset")]).toEqual([200, String(bytes.length)]);
      expect(headers.get("sluice-build-id")).toBe(found[0]?.id);
    }
  });

  test("makes up for it when the last bytes are sent again", async () => {
    const id = await cutOff("Again.exe");
    const none = patch(id, bytes.length, new Uint8Array());
    const answered = await send(bench.server, VENDOR_TOKEN, none);
    expect([answered.status, answered.text]).toEqual([204, ""]);
    const built = answered.headers.get("sluice-build-id");
    expect((await builds()).find((build) => build.fileName === "Again.exe")?.id).toBe(built);
    await changingNothing(bench.server, async () => {
      expect((await send(bench.server, VENDOR_TOKEN, none)).headers.get("sluice-build-id")).toBe(built);
    });
    await refusedCall(bench.server, VENDOR_TOKEN, patch(id, 5, new Uint8Array([1])), 409, "offset_wrong");
  });
});

describe("what is not completed in time", () => {
  test("has expired for who goes on with it, and is cleared away when the server starts", async () => {
    await bench.restart({ uploadMs: 500 });
    const answered = await send(bench.server, VENDOR_TOKEN, creation(100, bench.about("Late.exe")));
    expect(Date.parse(answered.headers.get("upload-expires") ?? "")).toBeLessThan(Date.now() + 1000);
    const id = idOf(answered.headers.get("location"));
    await sleep(600);
    await refusedCall(bench.server, VENDOR_TOKEN, patch(id, 0, new Uint8Array(10)), 410, "upload_expired");
    expect((await bench.head(id)).status).toBe(410);
    await bench.restart({ uploadMs: 500 });
    expect(await bench.kept()).toEqual([]);
    await bench.restart();
  });
});
