import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { BuildFile } from "../../store/files/build-files.ts";
import { type ByteRange, byteCount } from "../../store/files/byte-range.ts";

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

async function* bytesOf(file: BuildFile, parts: readonly Part[], end: string): AsyncGenerator<Buffer> {
  for (const { range, head } of parts) {
    yield Buffer.from(head);
    yield* file.read(range) as AsyncIterable<Buffer>;
  }
  yield Buffer.from(end);
}
