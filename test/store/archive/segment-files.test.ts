import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { diskSegmentFiles } from "../../../src/store/archive/disk-segment-files.ts";
import { s3SegmentFiles } from "../../../src/store/archive/s3-segment-files.ts";
import {
  ArchiveFault,
  memorySegmentFiles,
  type SegmentFiles,
} from "../../../src/store/archive/segment-files.ts";
import { startS3Server } from "../../support/s3-server.ts";

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-segments-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function inBucket(prefix: string) {
  const s3 = await startS3Server();
  onTestFinished(() => s3.close());
  return { s3, files: s3SegmentFiles({ ...s3.location, prefix }) };
}

const STORAGES: Readonly<Record<string, () => Promise<SegmentFiles>>> = {
  "a folder": async () => diskSegmentFiles(await newFolder()),
  "a bucket": async () => (await inBucket("here/")).files,
  memory: async () => memorySegmentFiles(),
};

describe.each(Object.entries(STORAGES))("the files of the archive in %s", (_, make) => {
  test("are there as they were written, also in place of one of the same name, or not at all", async () => {
    const files = await make();
    expect(await files.read("1-2-ab.ndjson.gz")).toBeNull();
    await files.write("1-2-ab.ndjson.gz", new Uint8Array([1, 2, 3]));
    await files.write("3-4-cd.ndjson.gz", new Uint8Array());
    expect([...((await files.read("1-2-ab.ndjson.gz")) ?? [])]).toEqual([1, 2, 3]);
    await files.write("1-2-ab.ndjson.gz", new Uint8Array([4]));
    expect([...((await files.read("1-2-ab.ndjson.gz")) ?? [])]).toEqual([4]);
  });
});

test("a folder of the archive is for nobody else, and has nothing unfinished", async () => {
  const folder = await newFolder();
  await diskSegmentFiles(folder).write("1-2-ab.ndjson.gz", new Uint8Array([1]));
  expect(await readdir(join(folder, "ledger"))).toEqual(["1-2-ab.ndjson.gz"]);
  expect((await stat(join(folder, "ledger"))).mode & 0o077).toBe(0);
  expect((await stat(join(folder, "ledger", "1-2-ab.ndjson.gz"))).mode & 0o077).toBe(0);
});

test("a storage that does not do what it is asked throws a fault of the archive", async () => {
  const inFile = diskSegmentFiles(import.meta.filename);
  await expect(inFile.write("1-2-ab.ndjson.gz", new Uint8Array([1]))).rejects.toThrow(ArchiveFault);
  const { s3, files } = await inBucket("");
  await files.write("1-2-ab.ndjson.gz", new Uint8Array([1]));
  expect(await s3.list()).toEqual(["ledger/1-2-ab.ndjson.gz"]);
  const elsewhere = s3SegmentFiles({ ...s3.location, bucket: "no-such-bucket" });
  await expect(elsewhere.write("1-2-ab.ndjson.gz", new Uint8Array([1]))).rejects.toThrow(ArchiveFault);
});
