import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toByteRange } from "../../src/store/files/byte-range.ts";

const ETAG = '"abc"';
const ask = (range: string | undefined, size = 1000, ifRange?: string) =>
  toByteRange({ size, etag: ETAG, range, ifRange });
const partial = (start: number, end: number) => ({ kind: "partial", start, end });

describe("a Range header", () => {
  test.each([
    ["bytes=0-99", partial(0, 99)],
    ["bytes=500-", partial(500, 999)],
    ["bytes=-500", partial(500, 999)],
    ["bytes=-2000", partial(0, 999)],
    ["bytes=999-5000", partial(999, 999)],
    ["Bytes=0-0", partial(0, 0)],
    ["bytes=1000-", { kind: "unsatisfiable" }],
    ["bytes=-0", { kind: "unsatisfiable" }],
    ["bytes=99-0", { kind: "full" }],
    ["bytes=-", { kind: "full" }],
    ["bytes=NaN-5", { kind: "full" }],
    ["bytes=0-1,5-6", { kind: "full" }],
    ["items=0-5", { kind: "full" }],
    ["", { kind: "full" }],
    [undefined, { kind: "full" }],
  ])("%s of 1000 bytes is %o", (range, expected) => {
    expect(ask(range)).toEqual(expected);
  });

  test("of a file without bytes can never be satisfied", () => {
    expect(ask("bytes=0-", 0)).toEqual({ kind: "unsatisfiable" });
    expect(ask("bytes=-5", 0)).toEqual({ kind: "unsatisfiable" });
  });

  test.each([
    [ETAG, partial(0, 9)],
    ['"other"', { kind: "full" }],
    [`W/${ETAG}`, { kind: "full" }],
    ["Wed, 07 Jan 2026 00:00:00 GMT", { kind: "full" }],
  ])("counts only with the file's own strong entity tag in If-Range: %s", (ifRange, expected) => {
    expect(ask("bytes=0-9", 1000, ifRange)).toEqual(expected);
  });

  test("whatever it says, gives bytes inside the file or none", () => {
    const number = fc.oneof(fc.constant(""), fc.nat().map(String), fc.bigInt({ min: 0n }).map(String));
    const header = fc.oneof(
      fc.string(),
      fc.tuple(number, number).map(([first, last]) => `bytes=${first}-${last}`),
    );
    fc.assert(
      fc.property(header, fc.nat(5000), (range, size) => {
        const answer = ask(range, size);
        if (answer.kind !== "partial") return;
        expect(answer.start).toBeGreaterThanOrEqual(0);
        expect(answer.start).toBeLessThanOrEqual(answer.end);
        expect(answer.end).toBeLessThan(size);
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
        const given = answer.kind === "partial" ? file.slice(answer.start, answer.end + 1) : [];
        expect(given).toEqual(wanted);
      }),
    );
  });
});
