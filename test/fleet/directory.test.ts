import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { Directory } from "../../src/fleet/directory.ts";

test("a directory finds each of 100,000 ids, in either case, with its value, and no other", () => {
  const directory = new Directory();
  const ids = Array.from({ length: 100_000 }, () => randomUUID());
  for (const [index, id] of ids.entries()) {
    expect(directory.add(id)).toBe(index);
    directory.setValueAt(index, index * 3);
  }
  expect(directory.size).toBe(ids.length);
  for (const [index, id] of ids.entries()) {
    expect(directory.find(id.toUpperCase())).toBe(index);
    expect(directory.valueAt(index)).toBe(index * 3);
    expect(directory.find(randomUUID())).toBe(-1);
  }
});

test("ids that only count up are found as well as random ones", () => {
  const directory = new Directory();
  const ids = Array.from({ length: 50_000 }, (_, index) => {
    return `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
  });
  for (const id of ids) directory.add(id);
  expect(ids.every((id, index) => directory.find(id) === index)).toBe(true);
});

test("an id that is added again keeps its number", () => {
  const directory = new Directory();
  const id = randomUUID();
  expect([directory.add(id), directory.add(randomUUID()), directory.add(id)]).toEqual([0, 1, 0]);
});

test.each([
  "",
  "acme",
  "0".repeat(36),
  `${"0".repeat(8)}-0000-4000-8000-00000000000g`,
  `é${randomUUID().slice(1)}`,
])("%j is no id and is never found", (text) => {
  const directory = new Directory();
  expect(directory.find(text)).toBe(-1);
  expect(directory.add(text)).toBe(-1);
  expect(directory.size).toBe(0);
});
