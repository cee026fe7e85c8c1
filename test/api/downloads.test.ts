import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { accepted, changingNothing, refusedCall, send } from "./caller.ts";
import { parseMultipart } from "./multipart.ts";
import { make } from "./tenancy.ts";

const BYTES = new Uint8Array(randomBytes(300_000));
const SHA256 = createHash("sha256").update(BYTES).digest("hex");
const ETAG = `"${SHA256}"`;
const PATH = `/builds/${SHA256}/App%20(1).exe`;

/** When the build was added; HTTP dates have whole seconds. */
const ADDED = "Tue, 06 Jan 2026 08:00:00 GMT";

let server: TestServer;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  server.setClock("2026-01-06T08:00:00.700Z");
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
      "last-modified": ADDED,
      "x-content-type-options": "nosniff",
    });
  });

  test("HEAD says the same of it, without its bytes", async () => {
    const [head, whole] = [await download({}, "HEAD"), await download()];
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    const own = ["date", "trackingid", "connection", "keep-alive"];
    const headersOf = (one: Downloaded) => [...one.headers].filter(([name]) => !own.includes(name));
    expect(headersOf(head)).toEqual(headersOf(whole));
  });

  test("HEAD knows no ranges", async () => {
    for (const range of ["bytes=0-9", "bytes=0-9,20-29", "bytes=300000-"]) {
      const { status, headers } = await download({ range }, "HEAD");
      expect([status, headers.get("content-length")]).toEqual([200, "300000"]);
      expect(headers.get("content-range")).toBeNull();
    }
  });

  test.each([
    ["bytes=0-0", 0, 0],
    ["bytes=0-99", 0, 99],
    ["bytes=150000-", 150_000, 299_999],
    ["bytes=299990-400000", 299_990, 299_999],
    ["bytes=-10", 299_990, 299_999],
    ["bytes=-400000", 0, 299_999],
    ["bytes=0-9, 300000-", 0, 9],
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
    for (const range of ["bytes=300000-", "bytes=300000-300001", "bytes=-0", "bytes=300000-, -0"]) {
      const call = { method: "GET", path: PATH, headers: { range } };
      const answered = await refusedCall(server, null, call, 416, "range_not_satisfiable");
      expect(answered.headers.get("content-range")).toBe("bytes */300000");
      expect(answered.headers.get("cache-control")).toBe("private, no-store");
    }
  });

  test.each(["bytes=5-4", "bytes=0-1,5-4", "lines=0-5", "bytes=a-b", "bytes"])(
    "Range: %s is not understood, so all of it comes",
    async (range) => {
      const { status, bytes } = await download({ range });
      expect([status, bytes.length]).toEqual([200, 300_000]);
    },
  );

  test("a range of another file than If-Range names gives all of this one", async () => {
    const others = ["Tue, 06 Jan 2026 08:00:01 GMT", "Tue, 06 Jan 2026 07:59:59 GMT", "yesterday"];
    for (const ifRange of [`"${"0".repeat(64)}"`, `W/${ETAG}`, ...others]) {
      for (const range of ["bytes=0-9", "bytes=0-9,20-29", "bytes=300000-"]) {
        const { status, bytes } = await download({ range, "if-range": ifRange });
        expect([status, bytes.length]).toEqual([200, 300_000]);
      }
    }
  });

  test("a range of the file that If-Range names, by its tag or exactly its date, comes", async () => {
    for (const ifRange of [ETAG, ADDED]) {
      expect((await download({ range: "bytes=0-9", "if-range": ifRange })).bytes).toEqual(part(0, 9));
      const several = await download({ range: "bytes=0-9,20-29", "if-range": ifRange });
      expect(rangesOf(several)).toEqual(["bytes 0-9/300000", "bytes 20-29/300000"]);
    }
  });

  test.each([
    ["If-Match", { "if-match": `"${"0".repeat(64)}"` }, 412],
    ["If-Match, which is never satisfied weakly", { "if-match": `W/${ETAG}` }, 412],
    ["If-Match", { "if-match": `"other", ${ETAG}` }, 206],
    ["If-Match", { "if-match": "*" }, 206],
    ["If-Unmodified-Since", { "if-unmodified-since": "Tue, 06 Jan 2026 07:59:59 GMT" }, 412],
    ["If-Unmodified-Since", { "if-unmodified-since": ADDED }, 206],
    ["If-Unmodified-Since that is no date", { "if-unmodified-since": "yesterday" }, 206],
    ["If-Match before it", { "if-match": ETAG, "if-unmodified-since": "Tue, 06 Jan 1970 00:00:00 GMT" }, 206],
  ])("%s %o answers %i", async (_name, headers, status) => {
    const answered = await download({ ...headers, range: "bytes=0-9" });
    expect(answered.status).toBe(status);
    if (status !== 412) return;
    expect(JSON.parse(Buffer.from(answered.bytes).toString()).errors[0].code).toBe("changed_meanwhile");
  });

  test.each([ETAG, `W/${ETAG}`, "*", `"other", ${ETAG}`])("If-None-Match: %s has it already", async (tag) => {
    const { status, headers, bytes } = await download({ "if-none-match": tag, range: "bytes=0-9" });
    expect([status, bytes.length]).toEqual([304, 0]);
    expect(headers.get("etag")).toBe(ETAG);
    expect(headers.get("cache-control")).toContain("immutable");
  });

  test("If-Modified-Since asks by the date, where there is no tag", async () => {
    const since = async (text: string, tag?: string) => {
      const known = tag === undefined ? {} : { "if-none-match": tag };
      return (await download({ "if-modified-since": text, ...known })).status;
    };
    expect(await since(ADDED)).toBe(304);
    expect(await since("Wed, 07 Jan 2026 00:00:00 GMT")).toBe(304);
    expect(await since("Tue, 06 Jan 2026 07:59:59 GMT")).toBe(200);
    expect(await since("yesterday")).toBe(200);
    expect(await since(ADDED, '"other"')).toBe(200);
  });

  test("If-None-Match of something else gets it", async () => {
    expect((await download({ "if-none-match": `"${"0".repeat(64)}"` })).status).toBe(200);
  });

  test.each([undefined, "bytes=0-149999, 150001-"])(
    "a download that is given up leaves the server well, with Range: %s",
    async (range) => {
      await giveUp(range === undefined ? {} : { range });
      expect((await download()).bytes).toHaveLength(300_000);
    },
  );
});

/** Begins to download, and closes the connection with the first bytes. */
function giveUp(headers: Record<string, string>): Promise<void> {
  return new Promise((resolve) => {
    const asked = request(server.url + PATH, { headers }, (response) =>
      response.once("data", () => asked.destroy()),
    );
    asked.on("error", () => undefined).on("close", () => resolve());
    asked.end();
  });
}

describe("several ranges of a build's file", () => {
  test("come as multipart/byteranges, each for itself, in the order asked for", async () => {
    const answered = await download({ range: "bytes=200000-200099, 0-0, 50-99, 100-149, -3" });
    expect([answered.status, answered.headers.get("content-range")]).toEqual([206, null]);
    expect(answered.headers.get("content-length")).toBe(String(answered.bytes.length));
    expect(Object.fromEntries(answered.headers)).toMatchObject({
      etag: ETAG,
      "last-modified": ADDED,
      "cache-control": "public, max-age=31536000, immutable",
      "accept-ranges": "bytes",
    });
    const parts = parseMultipart(answered.headers.get("content-type") ?? "", answered.bytes);
    const asked = [
      [200_000, 200_099],
      [0, 0],
      [50, 99],
      [100, 149],
      [299_997, 299_999],
    ] as const;
    expect(parts).toEqual(
      asked.map(([start, end]) => ({
        headers: {
          "content-type": "application/octet-stream",
          "content-range": `bytes ${start}-${end}/300000`,
        },
        bytes: Buffer.from(part(start, end)),
      })),
    );
  });

  test("are the bytes of the file, whichever they are", async () => {
    const range = fc.tuple(fc.nat(299_999), fc.nat(3_000)).map(([start, more]) => [start, start + more]);
    const asked = fc.array(range, { minLength: 2, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(asked, async (ranges) => {
        const header = ranges.map(([start, end]) => `${start}-${end}`).join(",");
        const { headers, bytes } = await download({ range: `bytes=${header}` });
        const parts = parseMultipart(headers.get("content-type") ?? "", bytes);
        expect(parts.map((one) => one.bytes.toString("base64"))).toEqual(
          ranges.map(([start = 0, end = 0]) => Buffer.from(part(start, end)).toString("base64")),
        );
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    ["that overlap so that they are more than the file", "bytes=0-,0-,0-"],
    ["that are too many", `bytes=${Array.from({ length: 501 }, () => "0-0").join()}`],
    ["that are listed up to the limit of a header", `bytes=${"0-,".repeat(5_000)}0-`],
  ])("%s are no way to more bytes than the file once", async (_what, range) => {
    const { status, headers, bytes } = await download({ range });
    expect([status, bytes.length]).toEqual([200, 300_000]);
    expect(headers.get("content-type")).toBe("application/octet-stream");
  });

  test("have boundaries that nobody can foresee", async () => {
    const types = await Promise.all(
      [1, 2].map(async () => (await download({ range: "bytes=0-0,2-2" })).headers.get("content-type")),
    );
    expect(types[0]).not.toBe(types[1]);
  });
});

/** The ranges of a multipart answer. */
function rangesOf({ headers, bytes }: Downloaded): readonly (string | undefined)[] {
  const parts = parseMultipart(headers.get("content-type") ?? "", bytes);
  return parts.map((one) => one.headers["content-range"]);
}

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
