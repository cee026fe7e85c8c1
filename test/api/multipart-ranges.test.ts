import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toMultipartRanges } from "../../src/api/releases/multipart-ranges.ts";
import type { ByteRange } from "../../src/catalog/byte-range.ts";
import type { BuildFile } from "../../src/store/files/build-files.ts";
import { parseMultipart } from "./multipart.ts";

const MIB = 1024 ** 2;

/** A file of 4 GiB whose bytes are made as they are read; remembers what was opened. */
function endlessFile() {
  const opened: { readonly range: ByteRange; readonly stream: Readable; chunks: number }[] = [];
  const read: BuildFile["read"] = (range = { start: 0, end: 4 * 1024 * MIB - 1 }) => {
    const chunks = function* () {
      for (let at = range.start; at <= range.end; at += MIB) {
        one.chunks++;
        yield Buffer.alloc(Math.min(MIB, range.end - at + 1), at / MIB);
      }
    };
    const one = { range, stream: Readable.from(chunks()), chunks: 0 };
    opened.push(one);
    return one.stream;
  };
  return { file: { size: 4 * 1024 * MIB, read } satisfies BuildFile, opened };
}

const RANGES = [
  { start: 3 * MIB, end: 5 * MIB - 1 },
  { start: 0, end: 0 },
  { start: MIB, end: MIB + 9 },
] as const;

test("The body has the length that it says, and its parts are the ranges", async () => {
  const { contentType, length, read } = toMultipartRanges(endlessFile().file, RANGES, "text/plain");
  const body = await buffer(read());
  expect(body.length).toBe(length);
  const parts = parseMultipart(contentType, body);
  expect(parts.map(({ headers }) => headers["content-range"])).toEqual(
    RANGES.map(({ start, end }) => `bytes ${start}-${end}/4294967296`),
  );
  expect(parts.map(({ bytes }) => [bytes.length, bytes[0]])).toEqual([
    [2 * MIB, 3],
    [1, 0],
    [10, 1],
  ]);
});

test("One range after another is read, as its reader takes it, and none is held in memory", async () => {
  const { file, opened } = endlessFile();
  const whole = { start: 0, end: 2 * 1024 * MIB };
  const body = toMultipartRanges(file, [whole, RANGES[1]], "text/plain").read();
  expect(opened).toEqual([]);
  let count = 0;
  for await (const chunk of body) {
    count += chunk.length;
    if (count > 3 * MIB) break;
  }
  expect(opened.map(({ range }) => range)).toEqual([whole]);
  expect(opened[0]?.chunks).toBeLessThan(30);
});

test("Ranges that lie close together are read in one go, whatever pieces the file comes in", async () => {
  const bytes = randomBytes(400_000);
  const range = fc.tuple(fc.nat(3_000), fc.integer({ min: 1, max: 3_000 }));
  const asked = fc.tuple(
    fc.array(range, { minLength: 2, maxLength: 40 }),
    fc.integer({ min: 1, max: 5_000 }),
  );
  await fc.assert(
    fc.asyncProperty(asked, async ([gaps, pieceBytes]) => {
      let end = -1;
      const ranges = gaps.map(([gap, length]) => {
        const start = end + 1 + gap;
        end = start + length - 1;
        return { start, end };
      });
      const { file, opened } = inPieces(bytes, pieceBytes);
      const { contentType, length, read } = toMultipartRanges(file, ranges, "text/plain");
      const body = await buffer(read());
      expect(body.length).toBe(length);
      expect(parseMultipart(contentType, body).map((part) => part.bytes.toString("base64"))).toEqual(
        ranges.map((one) => bytes.subarray(one.start, one.end + 1).toString("base64")),
      );
      expect(opened).toEqual([{ start: ranges[0]?.start, end }]);
    }),
  );
});

test("Ranges that lie far apart, that overlap or that go back are read each for itself", async () => {
  const ranges = [
    { start: 0, end: 9 },
    { start: 100_000, end: 100_009 },
    { start: 100_005, end: 100_014 },
    { start: 50, end: 59 },
  ];
  const { file, opened } = inPieces(randomBytes(200_000), 1_000);
  await buffer(toMultipartRanges(file, ranges, "text/plain").read());
  expect(opened).toEqual(ranges);
});

/** A file that comes in pieces of so many bytes; remembers what was opened. */
function inPieces(bytes: Buffer, pieceBytes: number) {
  const opened: ByteRange[] = [];
  const read: BuildFile["read"] = (range = { start: 0, end: bytes.length - 1 }) => {
    opened.push(range);
    const pieces = function* () {
      for (let at = range.start; at <= range.end; at += pieceBytes) {
        yield bytes.subarray(at, Math.min(at + pieceBytes, range.end + 1));
      }
    };
    return Readable.from(pieces());
  };
  return { file: { size: bytes.length, read } satisfies BuildFile, opened };
}

test("A reader that gives up closes the file, and no further range is opened", async () => {
  const { file, opened } = endlessFile();
  const body = toMultipartRanges(file, [RANGES[0], RANGES[1]], "text/plain").read();
  for await (const chunk of body) if (chunk.length > 1000) break;
  expect(body.destroyed).toBe(true);
  await expect.poll(() => opened.map(({ stream }) => stream.destroyed)).toEqual([true]);
});

test("A file that cannot be read ends the body with an error", async () => {
  const read = () =>
    new Readable({
      read() {
        this.destroy(new Error("the disk is gone"));
      },
    });
  const { read: readBody } = toMultipartRanges({ size: 10, read }, RANGES, "text/plain");
  await expect(buffer(readBody())).rejects.toThrow("the disk is gone");
});
