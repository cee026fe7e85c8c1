import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { accepted, changingNothing, refusedCall, send } from "./caller.ts";
import { make } from "./tenancy.ts";

const BYTES = new Uint8Array(randomBytes(300_000));
const SHA256 = createHash("sha256").update(BYTES).digest("hex");
const ETAG = `"${SHA256}"`;
const PATH = `/builds/${SHA256}/App%20(1).exe`;

let server: TestServer;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  const release = await make(server, "/v1/releases", { version: "45.1", automaticAt: "2026-01-06" });
  const path = `/v1/releases/${release}/builds?platform=win&arch=x64&format=exe&fileName=App%20(1).exe`;
  const headers = { "content-type": "application/octet-stream" };
  accepted(await send(server, VENDOR_TOKEN, { method: "POST", path, raw: BYTES, headers }));
  return async () => {
    await server.close();
    await store.close();
  };
});

interface Downloaded {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

async function download(headers: Record<string, string> = {}, method = "GET"): Promise<Downloaded> {
  const response = await fetch(server.url + PATH, { method, headers });
  return {
    status: response.status,
    headers: response.headers,
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

function part(start: number, end: number): Uint8Array {
  return BYTES.slice(start, end + 1);
}

describe("a build's file", () => {
  test("comes whole, without a token, to be kept for ever", async () => {
    const { status, headers, bytes } = await changingNothing(server, () => download());
    expect(status).toBe(200);
    expect(Buffer.compare(bytes, BYTES)).toBe(0);
    expect(Object.fromEntries(headers)).toMatchObject({
      etag: ETAG,
      "content-length": "300000",
      "content-type": "application/octet-stream",
      "content-disposition": "attachment; filename*=UTF-8''App%20(1).exe",
      "cache-control": "public, max-age=31536000, immutable",
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
    });
  });

  test("HEAD says the same of it, without its bytes", async () => {
    const [head, whole] = [await download({}, "HEAD"), await download()];
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    for (const name of ["etag", "content-length", "content-type", "cache-control", "accept-ranges"]) {
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    }
  });

  test.each([
    ["bytes=0-0", 0, 0],
    ["bytes=0-99", 0, 99],
    ["bytes=150000-", 150_000, 299_999],
    ["bytes=299990-400000", 299_990, 299_999],
    ["bytes=-10", 299_990, 299_999],
    ["bytes=-400000", 0, 299_999],
  ])("Range: %s gives bytes %i to %i", async (range, start, end) => {
    const { status, headers, bytes } = await download({ range });
    expect([status, headers.get("content-range")]).toEqual([206, `bytes ${start}-${end}/300000`]);
    expect(headers.get("content-length")).toBe(String(end - start + 1));
    expect(Buffer.compare(bytes, part(start, end))).toBe(0);
  });

  test("two parts make the whole: a download resumes", async () => {
    const first = await download({ range: "bytes=0-123456" });
    const rest = await download({ range: "bytes=123457-", "if-range": ETAG });
    expect(rest.status).toBe(206);
    expect(Buffer.compare(Buffer.concat([first.bytes, rest.bytes]), BYTES)).toBe(0);
  });

  test("a range behind the end is refused with the size, and the refusal is not kept", async () => {
    for (const range of ["bytes=300000-", "bytes=300000-300001", "bytes=-0"]) {
      const call = { method: "GET", path: PATH, headers: { range } };
      const answered = await refusedCall(server, null, call, 416, "range_not_satisfiable");
      expect(answered.headers.get("content-range")).toBe("bytes */300000");
      expect(answered.headers.get("cache-control")).toBe("private, no-store");
    }
  });

  test.each(["bytes=5-4", "bytes=0-1,5-6", "lines=0-5", "bytes=a-b", "bytes"])(
    "Range: %s is not understood, so all of it comes",
    async (range) => {
      const { status, bytes } = await download({ range });
      expect([status, bytes.length]).toEqual([200, 300_000]);
    },
  );

  test("a range of another file than If-Range names gives all of this one", async () => {
    for (const ifRange of [`"${"0".repeat(64)}"`, `W/${ETAG}`, "Tue, 06 Jan 2026 00:00:00 GMT"]) {
      const { status } = await download({ range: "bytes=0-9", "if-range": ifRange });
      expect(status).toBe(200);
    }
  });

  test.each([ETAG, `W/${ETAG}`, "*", `"other", ${ETAG}`])("If-None-Match: %s has it already", async (tag) => {
    const { status, headers, bytes } = await download({ "if-none-match": tag, range: "bytes=0-9" });
    expect([status, bytes.length]).toEqual([304, 0]);
    expect(headers.get("etag")).toBe(ETAG);
    expect(headers.get("cache-control")).toContain("immutable");
  });

  test("If-None-Match of something else gets it", async () => {
    expect((await download({ "if-none-match": `"${"0".repeat(64)}"` })).status).toBe(200);
  });

  test("a download that is given up leaves the server well", async () => {
    await new Promise<void>((resolve) => {
      const asked = request(server.url + PATH, (response) => response.once("data", () => asked.destroy()));
      asked.on("error", () => undefined).on("close", () => resolve());
      asked.end();
    });
    expect((await download()).bytes).toHaveLength(300_000);
  });
});

describe("what is no build's file", () => {
  test.each([
    ["another name", `/builds/${SHA256}/Other.exe`, 404, "not_found"],
    ["another digest", `/builds/${"0".repeat(64)}/App%20(1).exe`, 404, "not_found"],
    ["a digest that is none", "/builds/abc/App%20(1).exe", 400, "invalid_field"],
    ["the way up", `/builds/${SHA256}/..%2f..%2flock`, 404, "not_found"],
    ["the directory", `/builds/${SHA256}`, 404, "path_unknown"],
  ])("%s is refused", async (_what, path, status, code) => {
    const answered = await refusedCall(server, null, { method: "GET", path }, status, code);
    expect(answered.headers.get("cache-control")).toBe("private, no-store");
  });
});
