import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import { spoolBody } from "../../../src/api/imports/spooled-body.ts";

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sluice-spool-"));
  return () => rm(directory, { recursive: true });
});

const bytes = (...parts: string[]) => Readable.from(parts.map((part) => Buffer.from(part)));

test("a body that has arrived is read as often as needed, and has no name in the file system", async () => {
  const spooled = await spoolBody(bytes("one\n", "two\n"), directory);
  if (!spooled.ok) throw new Error(spooled.error.message);
  const { sha256, read, close } = spooled.value;
  expect(sha256).toBe(createHash("sha256").update("one\ntwo\n").digest("hex"));
  expect([await text(read()), await text(read())]).toEqual(["one\ntwo\n", "one\ntwo\n"]);
  expect(await readdir(join(directory, "imports"))).toEqual([]);
  await close();
});

test("a body that is too large is refused, and the rest can still be read by whoever answers", async () => {
  const body = bytes("12345", "67890", "rest");
  expect(await spoolBody(body, directory, 9)).toMatchObject({
    ok: false,
    error: { code: "import_too_large" },
  });
  expect(body.destroyed).toBe(false);
  expect((await spoolBody(bytes("12345", "6789"), directory, 9)).ok).toBe(true);
});

test("a body that breaks off is refused", async () => {
  async function* broken() {
    yield Buffer.from("name\nAc");
    throw new Error("the line was cut");
  }
  const spooled = await spoolBody(Readable.from(broken()), directory);
  expect(spooled).toMatchObject({ ok: false, error: { code: "upload_aborted" } });
});
