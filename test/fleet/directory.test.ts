import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Directory } from "../../src/fleet/directory.ts";
import { wordsOf } from "./words-of.ts";

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

test("a directory from which UUIDs are taken out finds the others, and gives their numbers to new ones", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 60 })), { maxLength: 600, size: "max" }),
      (steps) => {
        const directory = new Directory(1);
        const expected = new Map<string, number>();
        for (const [isAdded, name] of steps) {
          // Ids that count up and those that differ only in their first digits meet in the same slots now and then.
          const id = `${String(name % 7).padStart(8, "0")}-0000-4000-8000-${String(name).padStart(12, "0")}`;
          if (isAdded) {
            const number = directory.add(id);
            directory.setValueAt(number, name);
            expected.set(id, number);
          } else {
            const number = directory.find(id);
            expect(number).toBe(expected.get(id) ?? -1);
            if (number >= 0) directory.remove(number);
            expected.delete(id);
          }
          expect(directory.size).toBe(expected.size);
        }
        const { records, free } = directory.image();
        const restored = new Directory(1, { records: wordsOf(records), free });
        for (const one of [directory, restored]) {
          for (const [id, number] of expected) {
            expect([one.find(id), one.textAt(number), one.valueAt(number)]).toEqual([
              number,
              id,
              Number(id.slice(24)),
            ]);
          }
          expect([...one.numbers()].sort()).toEqual([...expected.values()].sort());
        }
      },
    ),
    { numRuns: 100 },
  );
});

test("an image is what a directory held when it was made, whatever is added, set and removed before it is read", () => {
  const idOf = (name: number) => `00000000-0000-4000-8000-${String(name).padStart(12, "0")}`;
  const steps = fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 20 })), { maxLength: 60, size: "max" });
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      const directory = new Directory(1);
      const play = ([isAdded, name]: readonly [boolean, number]) => {
        const number = isAdded ? directory.add(idOf(name)) : directory.find(idOf(name));
        if (isAdded) directory.setValueAt(number, name);
        else if (number >= 0) directory.remove(number);
      };
      before.forEach(play);
      const held = wordsOf(directory.image().records);
      const { records } = directory.image();
      after.forEach(play);
      expect(wordsOf(records)).toEqual(held);
    }),
    { numRuns: 200 },
  );
});
