import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Keep } from "../../src/edge/keep.ts";

const scratch = mkdtempSync(join(tmpdir(), "sluice-keep-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function newFolder(mode: number): string {
  const folder = mkdtempSync(join(scratch, "edge-"));
  chmodSync(folder, mode);
  return folder;
}

const modeOf = (path: string) => statSync(path).mode & 0o7777;
const KEYS = { keys: { apt: [], tuf: [], omaha: [] }, roots: [] } as never;

describe.runIf(process.platform !== "win32")("what an edge keeps", () => {
  test("is in a folder that no other account may enter, also one that was there before", async () => {
    const made = join(scratch, "made");
    expect(await new Keep(made).prepare()).toBe(false);
    expect(modeOf(made)).toBe(0o700);
    const open = newFolder(0o777);
    expect(await new Keep(open).prepare()).toBe(true);
    expect(modeOf(open)).toBe(0o700);
    expect(await new Keep(open).prepare()).toBe(false);
  });

  test("is not put into a folder that all accounts share, which stays as it is", async () => {
    const shared = newFolder(0o1777);
    await expect(new Keep(shared).prepare()).rejects.toThrow("share");
    expect(modeOf(shared)).toBe(0o1777);
    expect(readdirSync(shared)).toEqual([]);
  });

  test("is never written through a link that lies in its place", async () => {
    const folder = newFolder(0o700);
    const elsewhere = join(scratch, "elsewhere");
    writeFileSync(elsewhere, "not ours");
    symlinkSync(elsewhere, join(folder, `.keys.json.${process.pid}`));
    await new Keep(folder).writeKeys(KEYS);
    expect(readFileSync(elsewhere, "utf8")).toBe("not ours");
    expect(lstatSync(join(folder, "keys.json")).isFile()).toBe(true);
    expect(modeOf(join(folder, "keys.json"))).toBe(0o600);
  });

  test.runIf(process.getuid?.() === 0)("is not read where another account put it there", async () => {
    const folder = newFolder(0o700);
    const keep = new Keep(folder);
    await keep.noteCurrent(1);
    await keep.writeKeys(KEYS);
    for (const name of readdirSync(folder)) chownSync(join(folder, name), 1, 1);
    expect(await keep.readKeys()).toEqual({ kind: "unusable", why: "keys.json is another account's" });
    expect(await keep.readCurrent()).toBeNull();
    expect(await keep.readWorld()).toEqual({ kind: "none" });
  });
});
