import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Keep } from "../../src/edge/keep.ts";

const HEAD = { sequence: 7, hash: "a".repeat(64) };

let folder: string;
let keep: Keep;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-keep-"));
  keep = new Keep(folder);
});

afterEach(() => rm(folder, { recursive: true }));

/** The bytes of a world of which the disk takes only the first part. */
function* cutOff(): Generator<Uint8Array> {
  yield Buffer.alloc(1_000);
  throw new Error("ENOSPC: no space left on device");
}

test("a world that could not be written whole leaves nothing behind, and the one before in its place", async () => {
  await keep.writeWorld(HEAD, [Buffer.from("first")]);
  await expect(keep.writeWorld({ sequence: 8, hash: "b".repeat(64) }, cutOff())).rejects.toThrow("ENOSPC");
  expect(await readdir(folder)).toEqual(["world.bin"]);
  expect(await keep.readWorld()).toMatchObject({ kind: "found", value: { head: HEAD } });
});

test("a start removes what an edge that was killed had not finished, and leaves what another may be writing", async () => {
  const [left, beingWritten] = [join(folder, ".world.bin.4711"), join(folder, ".world.bin.4712")];
  await writeFile(left, "half of it");
  await writeFile(beingWritten, "half of it");
  await writeFile(join(folder, ".other.1"), "not ours");
  const anHourAgo = new Date(Date.now() - 3_600_000);
  for (const path of [left, join(folder, ".other.1")]) await utimes(path, anHourAgo, anHourAgo);
  await keep.prepare();
  expect((await readdir(folder)).sort()).toEqual([".other.1", ".world.bin.4712"]);
});

test("what cannot be read is of no use, and is asked of a server again", async () => {
  await mkdir(join(folder, "world.bin"));
  await mkdir(join(folder, "keys.json"));
  expect(await keep.readWorld()).toMatchObject({
    kind: "unusable",
    why: expect.stringMatching(/^world\.bin/),
  });
  expect(await keep.readKeys()).toMatchObject({
    kind: "unusable",
    why: expect.stringMatching(/^keys\.json/),
  });
  expect(await keep.readCurrent()).toBeNull();
});

test("a folder in which no file can be made is refused", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(new Keep(join(folder, "file")).prepare()).rejects.toThrow();
  await mkdir(join(folder, "probe"));
  await expect(keep.prepare()).rejects.toThrow();
});
