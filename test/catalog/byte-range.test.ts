import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteCount, MOST_RANGES, toAskedBytes } from "../../src/catalog/byte-range.ts";

const ask = (range: string | undefined, size = 1000) => toAskedBytes(range, size);
const partial = (...ranges: readonly (readonly [number, number])[]) => ({
  kind: "partial",
  ranges: ranges.map(([start, end]) => ({ start, end })),
});
const FULL = { kind: "full" };
const UNSATISFIABLE = { kind: "unsatisfiable" };

describe("a Range header", () => {
  test.each([
    ["bytes=0-99", partial([0, 99])],
    ["bytes=500-", partial([500, 999])],
    ["bytes=-500", partial([500, 999])],
    ["bytes=-2000", partial([0, 999])],
    ["bytes=999-5000", partial([999, 999])],
    ["Bytes=0-0", partial([0, 0])],
    ["bytes=1000-", UNSATISFIABLE],
    ["bytes=-0", UNSATISFIABLE],
    ["bytes=99-0", FULL],
    ["bytes=-", FULL],
    ["bytes=NaN-5", FULL],
    ["items=0-5", FULL],
    ["", FULL],
    [undefined, FULL],
  ])("%s of 1000 bytes is %o", (range, expected) => {
    expect(ask(range)).toEqual(expected);
  });

  test.each([
    ["bytes=0-1,5-6", partial([0, 1], [5, 6])],
    ["bytes=0-1, 5-6 ,\t8-8", partial([0, 1], [5, 6], [8, 8])],
    ["bytes=5-6, 0-1", partial([5, 6], [0, 1])],
    ["bytes=0-1, 2-3", partial([0, 1], [2, 3])],
    ["bytes=, 0-1,, 5-6,", partial([0, 1], [5, 6])],
    ["bytes=0-9, -10, 500-", partial([0, 9], [990, 999], [500, 999])],
    ["bytes=0-9, 2000-3000", partial([0, 9])],
    ["bytes=1000-, -0", UNSATISFIABLE],
    ["bytes=0-1, 9-8", FULL],
    ["bytes=0-1, x", FULL],
    ["bytes=0-1; 5-6", FULL],
    ["bytes=,", FULL],
  ])("%s asks for several of 1000 bytes: %o", (range, expected) => {
    expect(ask(range)).toEqual(expected);
  });

  test("with ranges that together are more bytes than the file has, gets the file once", () => {
    expect(ask("bytes=0-,0-")).toEqual(FULL);
    expect(ask("bytes=0-999,0-0")).toEqual(FULL);
    expect(ask("bytes=0-599,400-799")).toEqual(partial([0, 599], [400, 799]));
    expect(ask("bytes=0-499,500-999")).toEqual(partial([0, 499], [500, 999]));
  });

  test("has at most so many ranges; with more, all of the file comes", () => {
    const bytes = (count: number) => Array.from({ length: count }, (_, index) => `${index}-${index}`);
    const most = ask(`bytes=${bytes(MOST_RANGES).join()}`);
    expect(most.kind === "partial" && most.ranges).toHaveLength(MOST_RANGES);
    expect(ask(`bytes=${bytes(MOST_RANGES + 1).join()}`)).toEqual(FULL);
  });

  test("of a file without bytes can never be satisfied", () => {
    expect(ask("bytes=0-", 0)).toEqual(UNSATISFIABLE);
    expect(ask("bytes=-5", 0)).toEqual(UNSATISFIABLE);
    expect(ask("bytes=0-1,3-", 0)).toEqual(UNSATISFIABLE);
  });

  test("whatever it says, gives bytes inside the file, and never more than the file has, or none", () => {
    const number = fc.oneof(fc.constant(""), fc.nat(6000).map(String), fc.bigInt({ min: 0n }).map(String));
    const one = fc.tuple(number, number).map(([first, last]) => `${first}-${last}`);
    const header = fc.oneof(
      fc.string(),
      fc.array(fc.oneof({ weight: 20, arbitrary: one }, fc.string())).map((all) => `bytes=${all.join()}`),
    );
    fc.assert(
      fc.property(header, fc.nat(5000), (range, size) => {
        const answer = ask(range, size);
        if (answer.kind !== "partial") return;
        for (const { start, end } of answer.ranges) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThan(size);
        }
        expect(byteCount(answer.ranges)).toBeLessThanOrEqual(size);
      }),
    );
  });

  test("gives exactly the bytes asked for, as far as the file has them", () => {
    const parts = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.nat(400), fc.nat(400));
    fc.assert(
      fc.property(parts, ([size, start, length]) => {
        const file = Array.from({ length: size }, (_, index) => index);
        const wanted = file.slice(start, start + length + 1);
        const answer = ask(`bytes=${start}-${start + length}`, size);
        const ranges = answer.kind === "partial" ? answer.ranges : [];
        expect(ranges.flatMap((range) => file.slice(range.start, range.end + 1))).toEqual(wanted);
      }),
    );
  });

  test("of ranges that do not overlap gives each, in the order asked for", () => {
    const gaps = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 9 })), { minLength: 1 });
    fc.assert(
      fc.property(gaps.chain(inSomeOrder), (ranges) => {
        const size = Math.max(...ranges.map(({ end }) => end)) + 1;
        const header = ranges.map(({ start, end }) => `${start}-${end}`).join(", ");
        expect(ask(`bytes=${header}`, size)).toEqual({ kind: "partial", ranges });
      }),
    );
  });
});

/** Ranges from their distances and their lengths, shuffled. */
function inSomeOrder(gaps: readonly (readonly [number, number])[]) {
  let at = 0;
  const ranges = gaps.map(([gap, length]) => {
    const start = at + gap;
    at = start + length;
    return { start, end: at - 1 };
  });
  return fc.shuffledSubarray(ranges, { minLength: ranges.length });
}
