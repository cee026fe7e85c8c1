import { execFile } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BuildFiles } from "../../src/store/files/build-files.ts";
import { diskBuildFiles } from "../../src/store/files/disk-build-files.ts";
import type { ReceiveLimits } from "../../src/store/files/measured-bytes.ts";
import { s3BuildFiles } from "../../src/store/files/s3-build-files.ts";
import { type S3Server, startS3Server } from "../support/s3-server.ts";

let s3: S3Server;
let directory: string;
let files: BuildFiles;

beforeAll(async () => {
  s3 = await startS3Server();
  return () => s3.close();
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "build-files-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const MEGABYTE = 1_000_000;
const BYTES = randomBytes(300_000);
const digestOf = (bytes: Uint8Array) => ({
  sha256: createHash("sha256").update(bytes).digest("hex"),
  sha512: createHash("sha512").update(bytes).digest("base64"),
  proofs: { sha1: createHash("sha1").update(bytes).digest("hex") },
  size: bytes.length,
});

function inChunks(bytes: Uint8Array, chunkSize = 65_536): Readable {
  const starts = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) => index * chunkSize);
  return Readable.from(starts.map((start) => bytes.subarray(start, start + chunkSize)));
}

const receive = (bytes: Uint8Array, limits: Partial<ReceiveLimits> = {}) =>
  files.receive(inChunks(bytes), { maxBytes: MEGABYTE, ...limits });

/** Every file below a directory, by its name. */
async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function openHere(sha256: string) {
  const opened = await files.open(sha256);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function readBack(sha256: string, range?: { start: number; end: number }): Promise<Buffer | null> {
  const file = await openHere(sha256);
  return file && buffer(file.read(range));
}

/** Each place where builds can lie: how one that is empty is made, and the names of all that lies there. */
const PLACES = {
  disk: { make: () => diskBuildFiles(directory), names: filesOnDisk, shortestRange: 1 },
  s3: {
    // The server of the tests takes `bytes=0-0` for no range at all, and sends everything.
    shortestRange: 2,
    make: () => {
      prefix = `${randomUUID()}/`;
      return s3BuildFiles({ ...s3.location, prefix });
    },
    names: async () =>
      (await s3.list()).filter((key) => key.startsWith(prefix)).map((key) => key.split("/").at(-1)!),
  },
};
let prefix = "";

describe.each(["disk", "s3"] as const)("builds in %s:", (kind) => {
  const { make, names, shortestRange } = PLACES[kind];
  beforeEach(() => {
    files = make();
  });

  describe("a received build", () => {
    test("is measured while it arrives and lies under its digest", async () => {
      const expected = digestOf(BYTES);
      expect(await receive(BYTES)).toEqual({ ok: true, value: expected });
      expect((await openHere(expected.sha256))?.size).toBe(BYTES.length);
      expect((await readBack(expected.sha256))?.equals(BYTES)).toBe(true);
      expect(await names()).toEqual([expected.sha256]);
    });

    test("has the same digest however it is cut into chunks", async () => {
      const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(chunks, async (parts) => {
          const received = await files.receive(Readable.from(parts), { maxBytes: MEGABYTE });
          const whole = Buffer.concat(parts);
          expect(received).toEqual({ ok: true, value: digestOf(whole) });
          expect(await readBack(digestOf(whole).sha256)).toEqual(whole);
        }),
        { numRuns: 30 },
      );
    });

    test("that has the digests its sender said is accepted", async () => {
      const { sha256, sha512 } = digestOf(BYTES);
      const received = await receive(BYTES, {
        expectedSha256: sha256.toUpperCase(),
        expectedSha512: sha512,
        maxBytes: BYTES.length,
      });
      expect(received.ok).toBe(true);
    });

    test("may come twice, also at the same time", async () => {
      const received = await Promise.all([receive(BYTES), receive(BYTES), receive(BYTES)]);
      expect(new Set(received.map((one) => JSON.stringify(one))).size).toBe(1);
      expect(await receive(BYTES)).toEqual({ ok: true, value: digestOf(BYTES) });
      expect(await names()).toEqual([digestOf(BYTES).sha256]);
    });

    test("can be read in parts that make up the whole", async () => {
      const { sha256 } = digestOf(BYTES);
      await receive(BYTES);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: shortestRange, max: BYTES.length - 1 }), async (cut) => {
          const head = await readBack(sha256, { start: 0, end: cut - 1 });
          const tail = await readBack(sha256, { start: cut, end: BYTES.length - 1 });
          expect(Buffer.concat([head as Buffer, tail as Buffer]).equals(BYTES)).toBe(true);
        }),
        { numRuns: 20 },
      );
    });
  });

  describe("a refused upload leaves nothing behind", () => {
    afterEach(async () => {
      expect(await names()).toEqual([]);
    });

    test("when it has no bytes", async () => {
      expect(await receive(new Uint8Array())).toMatchObject({ error: { code: "build_empty" } });
    });

    test("when it is one byte larger than allowed", async () => {
      const received = await receive(BYTES, { maxBytes: BYTES.length - 1 });
      expect(received).toMatchObject({ error: { code: "build_too_large" } });
    });

    test("when its bytes do not have the digest that its sender said", async () => {
      const other = digestOf(Buffer.from("other bytes"));
      for (const said of [{ expectedSha256: other.sha256 }, { expectedSha512: other.sha512 }]) {
        expect(await receive(BYTES, said)).toMatchObject({ error: { code: "digest_mismatch" } });
      }
    });

    test("when its stream breaks off", async () => {
      const stream = Readable.from(
        (function* () {
          yield BYTES;
          throw new Error("the connection is gone");
        })(),
      );
      const received = await files.receive(stream, { maxBytes: MEGABYTE });
      expect(received).toMatchObject({ error: { code: "upload_aborted" } });
    });
  });

  test("an upload over HTTP that its sender aborts is refused and leaves nothing behind", async () => {
    const received = new Promise((resolve) => {
      const server = createServer((incoming) => {
        resolve(files.receive(incoming, { maxBytes: MEGABYTE }).finally(() => server.close()));
      });
      server.listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo;
        const upload = request({
          host: "127.0.0.1",
          port,
          method: "POST",
          headers: { "content-length": 500_000 },
        });
        upload.on("error", () => {});
        upload.write(BYTES, () => upload.destroy());
      });
    });
    expect(await received).toMatchObject({ error: { code: "upload_aborted" } });
    expect(await names()).toEqual([]);
  });

  test("an upload over HTTP that is too large can still be answered and its rest drained", async () => {
    const server = createServer(async (incoming, response) => {
      const received = await files.receive(incoming, { maxBytes: 1000 });
      response.writeHead(received.ok ? 201 : 413).end();
      incoming.resume();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const status = await new Promise((resolve, reject) => {
      const upload = request({ host: "127.0.0.1", port, method: "POST" }, (response) => {
        resolve(response.statusCode);
        response.resume();
      });
      upload.on("error", reject);
      upload.end(BYTES);
    });
    await new Promise((resolve) => server.close(resolve));
    expect(status).toBe(413);
  });

  test("there is no build with a digest that none has", async () => {
    for (const sha256 of ["0".repeat(64), "../../../etc/passwd", "", "unfinished", "ABC"]) {
      expect(await openHere(sha256)).toBeNull();
    }
  });

  test("the place is told to be usable", async () => {
    expect(await files.check()).toEqual({ ok: true, value: true });
  });
});

test("a build lies on the disk under its digest, by its first two letters", async () => {
  files = diskBuildFiles(directory);
  const { sha256 } = digestOf(BYTES);
  await receive(BYTES);
  expect(await readdir(join(directory, "builds", sha256.slice(0, 2)))).toEqual([sha256]);
});

test("what a crash left unfinished on the disk is removed at start, and finished builds stay", async () => {
  files = diskBuildFiles(directory);
  expect(await files.sweepUnfinished(0)).toBe(0);
  await receive(BYTES);
  await writeFile(join(directory, "builds", "unfinished", "half-a-build"), "half a bu");
  expect(await files.sweepUnfinished(60_000)).toBe(0);
  expect(await files.sweepUnfinished(0)).toBe(1);
  expect(await filesOnDisk()).toEqual([digestOf(BYTES).sha256]);
});

test.skipIf(process.platform === "win32")(
  "a build that the disk has no room for is refused and leaves nothing",
  async () => {
    const program = `
      import { Readable } from "node:stream";
      import { diskBuildFiles } from ${JSON.stringify(new URL("../../src/store/files/disk-build-files.ts", import.meta.url).href)};
      const stream = Readable.from([Buffer.alloc(100_000, 1), Buffer.alloc(100_000, 2)]);
      console.log(JSON.stringify(await diskBuildFiles(process.argv[2]).receive(stream, { maxBytes: 1_000_000 })));
    `;
    const script = `${directory}.mjs`;
    await writeFile(script, program);
    const command = 'ulimit -f 128 && exec "$0" --import tsx "$1" "$2"';
    const { stdout } = await promisify(execFile)(
      "/bin/sh",
      ["-c", command, process.execPath, script, directory],
      { env: { ...process.env, TSX_DISABLE_CACHE: "1" } },
    ).finally(() => rm(script));
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "disk_full" } });
  },
);
