import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import type { BuildFiles } from "../../src/store/files/build-files.ts";
import type { ReceiveLimits } from "../../src/store/files/measured-bytes.ts";
import { s3BuildFiles } from "../../src/store/files/s3-build-files.ts";
import type { S3Location } from "../../src/store/files/s3-location.ts";
import { S3_CREDENTIALS, type S3Server, startS3Server } from "../support/s3-server.ts";

let s3: S3Server;
let files: BuildFiles;
let prefix = "";

beforeAll(async () => {
  s3 = await startS3Server();
  return () => s3.close();
});

const BYTES = randomBytes(300_000);
const digestOf = (bytes: Uint8Array) => ({
  sha256: createHash("sha256").update(bytes).digest("hex"),
  sha512: createHash("sha512").update(bytes).digest("base64"),
  proofs: { sha1: createHash("sha1").update(bytes).digest("hex") },
  size: bytes.length,
});

/** A place of its own in the bucket. */
function make(): BuildFiles {
  prefix = `${randomUUID()}/`;
  return s3BuildFiles({ ...s3.location, prefix });
}

async function names(): Promise<(string | undefined)[]> {
  return (await s3.list()).filter((key) => key.startsWith(prefix)).map((key) => key.split("/").at(-1));
}

const receive = (bytes: Uint8Array, limits: Partial<ReceiveLimits> = {}) =>
  files.receive(Readable.from([bytes]), { maxBytes: 1_000_000, ...limits });

async function readBack(sha256: string): Promise<Buffer | null> {
  const opened = await files.open(sha256);
  return opened.ok && opened.value ? buffer(opened.value.read()) : null;
}

describe("builds in a store that speaks S3", () => {
  const LARGE = randomBytes(20_000_000);
  const client = () =>
    new S3Client({ endpoint: s3.location.endpoint!, region: "us-east-1", forcePathStyle: true });

  test("arrive in parts, as large as they may be, and are whole", async () => {
    files = make();
    const digest = digestOf(LARGE);
    expect(await receive(LARGE, { maxBytes: LARGE.length })).toEqual({ ok: true, value: digest });
    expect((await readBack(digest.sha256))?.equals(LARGE)).toBe(true);
    expect(await names()).toEqual([digest.sha256]);
  });

  test("leave nothing where they are refused after some parts were sent", async () => {
    files = make();
    const refused = await receive(LARGE, { maxBytes: LARGE.length - 1 });
    expect(refused).toMatchObject({ error: { code: "build_too_large" } });
    const other = await receive(LARGE, { maxBytes: LARGE.length, expectedSha256: "0".repeat(64) });
    expect(other).toMatchObject({ error: { code: "digest_mismatch" } });
    expect(await names()).toEqual([]);
  });

  test("are given by the store itself, under their name, to who has the link, for a while", async () => {
    files = make();
    const { sha256 } = digestOf(BYTES);
    await receive(BYTES);
    const link = (await files.linkTo(sha256, "App (1).exe"))!;
    const got = await fetch(link, { headers: { range: "bytes=10-19" } });
    expect([got.status, got.headers.get("content-range")]).toEqual([206, `bytes 10-19/${BYTES.length}`]);
    expect(got.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''App%20(1).exe");
    expect(Buffer.from(await got.arrayBuffer()).equals(BYTES.subarray(10, 20))).toBe(true);
    const old = new URL(link);
    old.searchParams.set("X-Amz-Date", "20260101T000000Z");
    expect((await fetch(old)).status).toBe(403);
    expect(await s3BuildFiles({ ...s3.location, downloads: "stream" }).linkTo(sha256, "a")).toBeNull();
  });

  test("have links to where clients reach the store, where that is elsewhere", async () => {
    const publicEndpoint = "https://downloads.example.org";
    const link = await s3BuildFiles({ ...s3.location, publicEndpoint }).linkTo("0".repeat(64), "a.exe");
    expect(link).toContain(`${publicEndpoint}/builds-of-tests/sluice/builds/00/${"0".repeat(64)}?`);
    expect(link).toContain("X-Amz-Expires=900");
  });

  test("that were cut off are removed, when they are old enough", async () => {
    files = make();
    await receive(BYTES);
    const Key = `${prefix}builds/unfinished/half-a-build`;
    await client().send(new PutObjectCommand({ Bucket: s3.location.bucket, Key, Body: "half a bu" }));
    expect(await files.sweepUnfinished(60_000)).toBe(0);
    expect(await names()).toHaveLength(2);
    expect(await files.sweepUnfinished(0)).toBe(1);
    expect(await names()).toEqual([digestOf(BYTES).sha256]);
  });

  test.each<[string, Partial<S3Location>, RegExp]>([
    ["a bucket that is not there", { bucket: "no-such-bucket" }, /"no-such-bucket" does not exist/],
    ["a store that does not answer", { endpoint: "http://127.0.0.1:9" }, /127\.0\.0\.1:9 \(ECONNREFUSED\)/],
  ])(
    "with %s: check says what is wrong, and nothing is received or opened",
    async (_what, change, sentence) => {
      files = s3BuildFiles({ ...s3.location, ...change });
      const checked = await files.check();
      expect(checked).toMatchObject({
        error: { code: "builds_unreachable", message: expect.stringMatching(sentence) },
      });
      expect(await receive(BYTES)).toMatchObject({ error: { code: "builds_unreachable" } });
      const opened = await files.open("0".repeat(64));
      expect(opened).toMatchObject(
        change.bucket ? { value: null } : { error: { code: "builds_unreachable" } },
      );
    },
  );

  test("with wrong credentials: check says so", async () => {
    process.env.AWS_ACCESS_KEY_ID = "wrong";
    const checked = await s3BuildFiles(s3.location).check();
    Object.assign(process.env, S3_CREDENTIALS);
    expect(checked).toMatchObject({
      error: { message: expect.stringMatching(/does not accept these credentials/) },
    });
  });
});
