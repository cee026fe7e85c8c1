import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { makeOnce } from "./support/once.ts";

const newPath = async () => join(await mkdtemp(join(inject("runFolder"), "once-")), "made");

test("of two that need it at the same time, one makes it, and the other waits until it is whole", async () => {
  const path = await newPath();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let count = 0;
  const make = async (own: string) => {
    count++;
    await writeFile(own, "half");
    await held;
    await writeFile(own, "whole");
  };
  const read = async () => {
    await makeOnce(path, make);
    return readFile(path, "utf8");
  };
  const both = [read(), read()];
  await expect.poll(() => count).toBe(1);
  expect(existsSync(path)).toBe(false);
  release();
  expect(await Promise.all(both)).toEqual(["whole", "whole"]);
  expect(count).toBe(1);
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test("what a dead process began is made by the next", async () => {
  const path = await newPath();
  const { pid } = spawnSync(process.execPath, ["--version"]);
  await writeFile(`${path}.lock`, String(pid));
  await makeOnce(path, (own) => writeFile(own, "made"));
  expect(await readFile(path, "utf8")).toBe("made");
});

test("what one could not make is made by the other", async () => {
  const path = await newPath();
  const failing = makeOnce(path, async () => {
    throw new Error("no space");
  });
  const other = makeOnce(path, (own) => writeFile(own, "made"));
  const [first, second] = await Promise.allSettled([failing, other]);
  // Either may be first; if the other is, the failing one has nothing to make.
  if (first.status === "rejected") expect(String(first.reason)).toContain("no space");
  expect(second.status).toBe("fulfilled");
  expect(await readFile(path, "utf8")).toBe("made");
});
