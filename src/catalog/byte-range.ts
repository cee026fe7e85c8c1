/** A part of a file: the bytes from `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Which bytes of a file to answer with: all (200), ranges in the order in which they were asked for (206), or none (416). */
export type AskedBytes =
  | { readonly kind: "full" }
  | { readonly kind: "partial"; readonly ranges: readonly [ByteRange, ...ByteRange[]] }
  | { readonly kind: "unsatisfiable" };

const FULL: AskedBytes = { kind: "full" };
const UNSATISFIABLE: AskedBytes = { kind: "unsatisfiable" };

const HEADER = /^bytes=(.*)$/i;
const RANGE = /^(\d*)-(\d*)$/;

/** The most ranges of one request. electron-updater asks for at most 500 at once. */
export const MOST_RANGES = 500;

/**
 * Reads a Range header (RFC 9110, section 14) for a file of `size` bytes; ranges that the file does not have are left out.
 * Any other unit, a range that cannot be read, more than {@link MOST_RANGES} ranges, or ranges that overlap so that they
 * would be more bytes than the file has, get the whole file, which the RFC allows.
 */
export function toAskedBytes(range: string | undefined, size: number): AskedBytes {
  const asked = listRanges(range);
  if (asked.length === 0 || asked.length > MOST_RANGES) return FULL;
  const read = asked.map((text) => readRange(text, size));
  if (read.includes("malformed")) return FULL;
  const [first, ...rest] = read.filter((one) => typeof one === "object");
  if (first === undefined) return UNSATISFIABLE;
  const ranges = [first, ...rest] as const;
  return byteCount(ranges) > size ? FULL : { kind: "partial", ranges };
}

/** How many bytes ranges have together. */
export function byteCount(ranges: readonly ByteRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0);
}

/** The ranges of the header as they are written, without empty elements of the list; none if it has another unit. */
function listRanges(header: string | undefined): readonly string[] {
  const [, list = ""] = HEADER.exec(header?.trim() ?? "") ?? [];
  return list
    .split(",")
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

type ReadRange = ByteRange | "malformed" | "outside";

function readRange(text: string, size: number): ReadRange {
  const [, first, last] = RANGE.exec(text) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return "malformed";
  return first === "" ? lastBytes(size, Number(last)) : bytesFrom(size, Number(first), last);
}

/** `-500`: the last 500 bytes, or all if there are fewer. */
function lastBytes(size: number, length: number): ReadRange {
  if (length === 0 || size === 0) return "outside";
  return { start: Math.max(size - length, 0), end: size - 1 };
}

/** `500-` and `500-999`; an end before the start makes the header invalid, one beyond the file is cut. */
function bytesFrom(size: number, start: number, last: string): ReadRange {
  if (last !== "" && Number(last) < start) return "malformed";
  if (start >= size) return "outside";
  return { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}
