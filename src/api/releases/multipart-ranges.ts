import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { type ByteRange, byteCount } from "../../catalog/byte-range.ts";
import type { BuildFile } from "../../store/files/build-files.ts";

/** Several ranges of a file as the body of one answer. */
export interface MultipartRanges {
  readonly contentType: string;
  /** In bytes. */
  readonly length: number;
  /** The body; it reads one range after another, and holds none of them in memory. */
  readonly read: () => Readable;
}

/**
 * The ranges as `multipart/byteranges` (RFC 9110, 14.6), a part for each in the given order. None are joined:
 * electron-updater counts the parts, and takes each for the range that it asked for.
 */
export function toMultipartRanges(
  file: BuildFile,
  ranges: readonly ByteRange[],
  partType: string,
): MultipartRanges {
  const boundary = randomUUID();
  const parts = ranges.map((range, index) => ({
    range,
    head: `${index === 0 ? "" : "\r\n"}--${boundary}\r\nContent-Type: ${partType}\r\nContent-Range: ${formatContentRange(range, file.size)}\r\n\r\n`,
  }));
  const end = `\r\n--${boundary}--\r\n`;
  const texts = [...parts.map(({ head }) => head), end];
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    length: Buffer.byteLength(texts.join("")) + byteCount(ranges),
    read: () => Readable.from(bytesOf(file, parts, end), { objectMode: false }),
  };
}

/** `bytes 0-99/1000`. */
export function formatContentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}

/** A range with the text that stands in front of its bytes. */
interface Part {
  readonly range: ByteRange;
  readonly head: string;
}

/** Parts that are read from the file in one go: each begins behind the one before it, and not far. */
interface Run {
  readonly start: number;
  end: number;
  readonly parts: [Part, ...Part[]];
}

/** The most bytes between two parts that are rather read and left out than skipped: a store takes long to begin. */
const NEAR_BYTES = 64 * 1024;

function toRuns(parts: readonly Part[]): readonly Run[] {
  const runs: Run[] = [];
  for (const part of parts) {
    const { start, end } = part.range;
    const last = runs.at(-1);
    if (last && start > last.end && start - last.end <= NEAR_BYTES) {
      last.parts.push(part);
      last.end = end;
    } else runs.push({ start, end, parts: [part] });
  }
  return runs;
}

async function* bytesOf(file: BuildFile, parts: readonly Part[], end: string): AsyncGenerator<Buffer> {
  for (const run of toRuns(parts)) yield* cut(file.read({ start: run.start, end: run.end }), run);
  yield Buffer.from(end);
}

/** The parts of a run, cut out of its bytes. */
async function* cut(bytes: AsyncIterable<Buffer>, run: Run): AsyncGenerator<Buffer> {
  let [part, ...rest]: Part[] = run.parts;
  let at = run.start;
  if (part) yield Buffer.from(part.head);
  for await (const chunk of bytes) {
    while (part && part.range.start < at + chunk.length) {
      const { start, end } = part.range;
      yield chunk.subarray(Math.max(start - at, 0), end + 1 - at);
      if (end >= at + chunk.length) break;
      [part, ...rest] = rest;
      if (part) yield Buffer.from(part.head);
    }
    at += chunk.length;
  }
}
