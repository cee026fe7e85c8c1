import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import { readCsv } from "../../../src/api/imports/csv-lines.ts";
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

test("the lines of a long file are read twice, though a reader of CSV closes what it reads from", async () => {
  const names = Array.from({ length: 20_000 }, (_, number) => `Organization ${number}`);
  const spooled = await spoolBody(bytes("name\n", names.join("\n")), directory);
  if (!spooled.ok) throw new Error(spooled.error.message);
  const { read, close } = spooled.value;
  for (let pass = 0; pass < 2; pass++) {
    const lines: unknown[] = [];
    for await (const one of readCsv(read(), { name: "text" })) lines.push("values" in one && one.values.name);
    expect(lines).toEqual(names);
  }
  await close();
});

test("a body that is too large is refused, and the rest can still be read for the answer", async () => {
  const body = bytes("12345", "67890", "rest");
  expect(await spoolBody(body, directory, 9)).toMatchObject({
    ok: false,
    error: { code: "import_too_large" },
  });
  expect(body.destroyed).toBe(false);
  const spooled = await spoolBody(bytes("12345", "6789"), directory, 9);
  if (!spooled.ok) throw new Error(spooled.error.message);
  await spooled.value.close();
});

test("a body that breaks off is refused", async () => {
  async function* broken() {
    yield Buffer.from("name\nAc");
    throw new Error("the line was cut");
  }
  const spooled = await spoolBody(Readable.from(broken()), directory);
  expect(spooled).toMatchObject({ ok: false, error: { code: "upload_aborted" } });
});
