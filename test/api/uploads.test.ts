import { createHash, randomBytes } from "node:crypto";
import { appendFile, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { uploadByTus } from "../support/tus-client.ts";
import { accepted, type Call, changingNothing, expectRefusal, get, refusedCall, send } from "./caller.ts";
import { make, makeToken } from "./tenancy.ts";

const GIBIBYTE = 1024 ** 3;

let store: Store;
let server: TestServer;
let dataDirectory: string;
let release: string;
let otherVendor: string;

beforeAll(async () => {
  store = await borrowStore("embedded");
  dataDirectory = await mkdtemp(join(tmpdir(), "sluice-uploads-"));
  server = await startServer(store, { dataDirectory });
  release = await make(server, "/v1/releases", { version: "45.1", automaticAt: "2026-01-06" });
  otherVendor = await makeToken(server, "vendor_admin");
  return async () => {
    await server.close();
    await store.close();
    await rm(dataDirectory, { recursive: true });
  };
});

/** Stops the server, and starts another over the same data. */
async function restart(limits: { readonly uploadMs?: number } = {}): Promise<void> {
  await server.close();
  server = await startServer(store, { dataDirectory }, { limits });
}

const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const sha512Of = (bytes: Uint8Array) => createHash("sha512").update(bytes).digest("base64");

const about = (fileName: string, change: Record<string, string> = {}) => ({
  ...{ releaseId: release, platform: "win", arch: "x64", format: "exe", fileName },
  ...change,
});

const options = (metadata: Record<string, string>, token = VENDOR_TOKEN) => ({
  ...{ endpoint: `${server.url}/v1/uploads`, metadata },
  headers: { authorization: `Bearer ${token}` },
});

async function builds(): Promise<{ id: string; fileName: string }[]> {
  return (await get(server, VENDOR_TOKEN, "/v1/builds?max=1000")).items;
}

/** The files of uploads under way. */
const kept = () => readdir(join(dataDirectory, "uploads"));
const idOf = (url: string | null) => url?.split("/").at(-1) ?? "";
const TUS = { "tus-resumable": "1.0.0" };

function toMetadata(said: Record<string, string>): string {
  return Object.entries(said)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`)
    .join(",");
}

function creation(size: number | string, said: Record<string, string>): Call {
  const headers = { ...TUS, "upload-length": String(size), "upload-metadata": toMetadata(said) };
  return { method: "POST", path: "/v1/uploads", headers };
}

function patch(id: string, offset: number, raw: Uint8Array<ArrayBuffer>): Call {
  const headers = {
    ...{ ...TUS, "upload-offset": String(offset) },
    "content-type": "application/offset+octet-stream",
  };
  return { method: "PATCH", path: `/v1/uploads/${id}`, raw, headers };
}

const head = (id: string, token = VENDOR_TOKEN) =>
  send(server, token, { method: "HEAD", path: `/v1/uploads/${id}`, headers: TUS });

/** Begins an upload; gives its id. */
async function begun(size: number, said: Record<string, string>): Promise<string> {
  const answered = await send(server, VENDOR_TOKEN, creation(size, said));
  expect(answered.status, answered.text).toBe(201);
  return idOf(answered.headers.get("location"));
}

describe("a resumable upload by the real tus client", () => {
  test("becomes a build with its last byte, as a plain upload of the same bytes would", async () => {
    const bytes = randomBytes(5_000_000);
    const metadata = about("App One.exe", { sha256: sha256Of(bytes), sha512: sha512Of(bytes) });
    const done = await uploadByTus(bytes, { ...options(metadata), chunkSize: 1_000_000 });
    expect(done).toMatchObject({ status: 204, code: null, sent: bytes.length });
    const build = (await builds()).find(({ id }) => id === done.buildId);
    expect(build).toMatchObject({
      ...{ releaseId: release, fileName: "App One.exe", size: bytes.length, platform: "win" },
      ...{ sha256: sha256Of(bytes), sha512: sha512Of(bytes), version: "45.1" },
    });
    const info = await get(server, VENDOR_TOKEN, `/v1/uploads/${idOf(done.url)}`);
    expect(info).toMatchObject({ offset: bytes.length, size: bytes.length, build, fileName: "App One.exe" });
    expect(await kept()).toEqual([`${idOf(done.url)}.json`]);
    const query = new URLSearchParams({
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: "App One.exe",
    });
    const path = `/v1/releases/${release}/builds?${query}`;
    const headers = { "content-type": "application/octet-stream" };
    const plain = { method: "POST", path, raw: new Uint8Array(bytes), headers };
    await changingNothing(server, async () => {
      expect(accepted(await send(server, VENDOR_TOKEN, plain))).toEqual(build);
    });
    const { items } = await get(server, VENDOR_TOKEN, "/v1/adminAudit/events?max=1");
    expect(items[0]).toMatchObject({ action: "add_build", actor: { id: "configured-token" } });
  });

  test("goes on where it stood: in another client, of another process, on a server that was started again", async () => {
    const bytes = randomBytes(30_000_000);
    const metadata = about("Resumed.exe", { sha256: sha256Of(bytes) });
    const first = await uploadByTus(bytes, { ...options(metadata), stopAt: 10_000_000 });
    expect(first.code).toBe("stopped");
    await restart();
    const id = idOf(first.url);
    const stood = Number((await head(id)).headers.get("upload-offset"));
    expect(stood).toBeGreaterThan(0);
    expect(stood).toBeLessThan(bytes.length);
    const uploadUrl = `${server.url}/v1/uploads/${id}`;
    const second = await uploadByTus(bytes, { ...options(metadata), uploadUrl });
    expect(second).toMatchObject({ status: 204, code: null });
    expect(second.sent).toBeLessThanOrEqual(bytes.length - stood);
    const file = await fetch(`${server.url}/builds/${sha256Of(bytes)}/Resumed.exe`);
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await builds()).map((build) => build.id)).toContain(second.buildId);
  });

  test("of other bytes than were said is refused at its end, and nothing of it is left", async () => {
    const bytes = randomBytes(300_000);
    const before = [await builds(), await kept()];
    await changingNothing(server, async () => {
      const metadata = about("Wrong.exe", { sha512: sha512Of(Buffer.from("other bytes")) });
      const done = await uploadByTus(bytes, options(metadata));
      expect(done).toMatchObject({ status: 400, code: "digest_mismatch" });
      expect((await head(idOf(done.url))).status).toBe(404);
    });
    expect([await builds(), await kept()]).toEqual(before);
  });

  test("is nobody's but who began it", async () => {
    const bytes = randomBytes(3_000_000);
    const id = await begun(bytes.length, about("Own.exe"));
    const uploadUrl = `${server.url}/v1/uploads/${id}`;
    for (const token of [otherVendor, await makeToken(server, "vendor_admin")]) {
      const hidden = await uploadByTus(bytes, {
        ...options(about("Own.exe"), token),
        uploadUrl,
        endpoint: null,
      });
      expect(hidden).toMatchObject({ status: 404, sent: 0 });
      await refusedCall(server, token, patch(id, 0, new Uint8Array(bytes)), 404, "not_found");
      const path = `/v1/uploads/${id}`;
      await refusedCall(server, token, { method: "GET", path }, 404, "not_found");
      await refusedCall(server, token, { method: "DELETE", path, headers: TUS }, 404, "not_found");
    }
    expect((await head(id)).headers.get("upload-offset")).toBe("0");
  });

  test("that is given up is gone", async () => {
    const id = await begun(100, about("Ended.exe"));
    const path = `/v1/uploads/${id}`;
    expect((await send(server, VENDOR_TOKEN, { method: "DELETE", path, headers: TUS })).status).toBe(204);
    await refusedCall(server, VENDOR_TOKEN, { method: "GET", path }, 404, "not_found");
    expect((await kept()).filter((name) => name.startsWith(id))).toEqual([]);
  });
});

describe("a server that was cut off between the last byte and the build", () => {
  const bytes = randomBytes(200_000);

  /** What is on the disk then: all bytes, and no build. */
  async function cutOff(fileName: string): Promise<string> {
    const id = await begun(bytes.length, about(fileName));
    await appendFile(join(dataDirectory, "uploads", id), bytes);
    await restart();
    return id;
  }

  test("makes up for it when it is asked, once", async () => {
    const id = await cutOff("Recovered.exe");
    const asked = await Promise.all([head(id), head(id), head(id)]);
    const found = (await builds()).filter((build) => build.fileName === "Recovered.exe");
    expect(found).toHaveLength(1);
    for (const { status, headers } of [...asked, await head(id)]) {
      expect([status, headers.get("upload-offset")]).toEqual([200, String(bytes.length)]);
      expect(headers.get("sluice-build-id")).toBe(found[0]?.id);
    }
  });

  test("makes up for it when the last bytes are sent again", async () => {
    const id = await cutOff("Again.exe");
    const none = patch(id, bytes.length, new Uint8Array());
    const answered = await send(server, VENDOR_TOKEN, none);
    expect([answered.status, answered.text]).toEqual([204, ""]);
    const built = answered.headers.get("sluice-build-id");
    expect((await builds()).find((build) => build.fileName === "Again.exe")?.id).toBe(built);
    await changingNothing(server, async () => {
      expect((await send(server, VENDOR_TOKEN, none)).headers.get("sluice-build-id")).toBe(built);
    });
    await refusedCall(server, VENDOR_TOKEN, patch(id, 5, new Uint8Array([1])), 409, "offset_wrong");
  });
});

describe("what is not completed in time", () => {
  test("has expired for who goes on with it, and is cleared away when the server starts", async () => {
    await restart({ uploadMs: 500 });
    const answered = await send(server, VENDOR_TOKEN, creation(100, about("Late.exe")));
    expect(Date.parse(answered.headers.get("upload-expires") ?? "")).toBeLessThan(Date.now() + 1000);
    const id = idOf(answered.headers.get("location"));
    await sleep(600);
    await refusedCall(server, VENDOR_TOKEN, patch(id, 0, new Uint8Array(10)), 410, "upload_expired");
    expect((await head(id)).status).toBe(410);
    await restart({ uploadMs: 500 });
    expect(await kept()).toEqual([]);
    await restart();
  });
});

describe("a call that is not right is refused and changes nothing:", () => {
  test.each<[string, Call, number, string]>([
    ["a build that is too large", creation(4 * GIBIBYTE + 1, {}), 413, "build_too_large"],
    ["a build of nothing", creation(0, {}), 400, "build_empty"],
    ["a size that is none", creation("12a", {}), 400, "size_unknown"],
    [
      "an unknown release",
      creation(1, { releaseId: "7d8a7a4e-2f5b-4c8d-9e0f-1a2b3c4d5e6f" }),
      404,
      "not_found",
    ],
    ["a format of another platform", creation(1, { format: "dmg" }), 400, "format_unknown"],
    ["a platform that is none", creation(1, { platform: "ios" }), 400, "desktop_only"],
    ["a path for a name", creation(1, { fileName: "../a.exe" }), 400, "invalid_field"],
    ["more than is known", creation(1, { colour: "red" }), 400, "unknown_field"],
  ])("%s", async (_what, call, status, code) => {
    const said = Object.fromEntries(
      (call.headers?.["upload-metadata"] ?? "").split(",").flatMap((pair) => {
        const [name, value = ""] = pair.split(" ");
        return name ? [[name, Buffer.from(value, "base64").toString()]] : [];
      }),
    );
    const headers = { ...call.headers, "upload-metadata": toMetadata({ ...about("a.exe"), ...said }) };
    await refusedCall(server, VENDOR_TOKEN, { ...call, headers }, status, code);
    expect(await kept()).toEqual([]);
  });

  test("metadata that cannot be read", async () => {
    for (const metadata of ["", "releaseId !!!", "a b c"]) {
      const { headers, ...call } = creation(1, {});
      const wrong = { ...call, headers: { ...headers, "upload-metadata": metadata } };
      await refusedCall(server, VENDOR_TOKEN, wrong, 400, "metadata_malformed");
    }
  });

  test("another version of the protocol, or none", async () => {
    for (const version of ["0.2.2", ""]) {
      const call = creation(1, about("a.exe"));
      const headers = { ...call.headers, "tus-resumable": version };
      const answered = await refusedCall(
        server,
        VENDOR_TOKEN,
        { ...call, headers },
        412,
        "tus_version_unknown",
      );
      expect(answered.headers.get("tus-version")).toBe("1.0.0");
    }
  });

  test("bytes at another place, of another type, or more than were said; what was right stays", async () => {
    const id = await begun(1000, about("Strict.exe"));
    await send(server, VENDOR_TOKEN, patch(id, 0, new Uint8Array(100)));
    await refusedCall(server, VENDOR_TOKEN, patch(id, 50, new Uint8Array(500_000)), 409, "offset_wrong");
    await refusedCall(server, VENDOR_TOKEN, patch(id, 100, new Uint8Array(901)), 413, "build_too_large");
    const call = patch(id, 100, new Uint8Array(10));
    for (const type of ["application/octet-stream", "text/plain"]) {
      const headers = { ...call.headers, "content-type": type };
      await refusedCall(server, VENDOR_TOKEN, { ...call, headers }, 415, "content_type_unknown");
    }
    const { "upload-offset": _, ...headers } = call.headers as Record<string, string>;
    await refusedCall(server, VENDOR_TOKEN, { ...call, headers }, 400, "upload_malformed");
    const stands = await head(id);
    expect([stands.status, stands.headers.get("upload-offset")]).toEqual([200, "100"]);
    expect(stands.headers.get("upload-metadata")).toBe(toMetadata(about("Strict.exe")));
    expect(stands.headers.get("cache-control")).toBe("no-store");
    expect((await stat(join(dataDirectory, "uploads", id))).size).toBe(100);
  });

  test("without a token, or of whoever may not add builds", async () => {
    const partner = await make(server, "/v1/partners", { name: "Alpha" });
    const token = await makeToken(server, "partner_full_admin", { partnerId: partner });
    await refusedCall(server, token, creation(1, about("a.exe")), 403, "not_allowed");
    await refusedCall(server, null, creation(1, about("a.exe")), 401, "not_signed_in");
    expectRefusal(await send(server, null, patch("x", 0, new Uint8Array(1_000_000))), 401, "not_signed_in");
  });
});
