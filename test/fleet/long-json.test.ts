import fc from "fast-check";
import { expect, test } from "vitest";
import { LongList, toJson } from "../../src/fleet/long-json.ts";

test("an object with long lists is written as JSON.stringify writes it", () => {
  const item = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.record({ a: fc.string({ unit: "binary" }), b: fc.constant(undefined) }),
  );
  const lists = fc.array(fc.tuple(item, fc.nat(1_200)), { maxLength: 3 });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), lists), fc.jsonValue(), (long, short) => {
      const listed = Object.entries(long).map(
        ([name, runs]) => [name, runs.flatMap(([one, count]) => Array<unknown>(count).fill(one))] as const,
      );
      const whole = Object.fromEntries([...listed, ["short", short]]);
      const inLists = Object.fromEntries([
        ...listed.map(([name, items]) => [name, LongList.of(items)] as const),
        ["short", short],
      ]);
      expect(Buffer.concat([...toJson(inLists)]).toString()).toBe(JSON.stringify(whole));
    }),
    { numRuns: 100 },
  );
});
