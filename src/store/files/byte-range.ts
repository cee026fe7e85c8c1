/** Which bytes of a file to answer with: 200 and all of it, 206 and a part (`end` included), or 416. */
export type ByteRange =
  | { readonly kind: "full" }
  | { readonly kind: "partial"; readonly start: number; readonly end: number }
  | { readonly kind: "unsatisfiable" };

/** A request for bytes: the file's size and its strong entity tag (with quotes), and the headers as they came. */
export interface RangeRequest {
  readonly size: number;
  readonly etag: string;
  readonly range: string | undefined;
  readonly ifRange: string | readonly string[] | undefined;
}

const FULL: ByteRange = { kind: "full" };
const UNSATISFIABLE: ByteRange = { kind: "unsatisfiable" };
const ONE_RANGE = /^bytes=(\d*)-(\d*)$/i;

/**
 * RFC 9110, section 14: one range of bytes; any other unit, several ranges or a malformed header get the whole file,
 * which the RFC allows. `If-Range` must be the strong entity tag; a date or another tag gets the whole file.
 */
export function toByteRange({ size, etag, range, ifRange }: RangeRequest): ByteRange {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return FULL;
  const [, first, last] = ONE_RANGE.exec(range.trim()) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return FULL;
  return first === "" ? lastBytes(size, Number(last)) : bytesFrom(size, Number(first), last);
}

/** `-500`: the last 500 bytes, or all if there are fewer. */
function lastBytes(size: number, length: number): ByteRange {
  if (length === 0 || size === 0) return UNSATISFIABLE;
  return { kind: "partial", start: Math.max(size - length, 0), end: size - 1 };
}

/** `500-` and `500-999`; an end before the start makes the header invalid, one beyond the file is cut. */
function bytesFrom(size: number, start: number, last: string): ByteRange {
  if (last !== "" && Number(last) < start) return FULL;
  if (start >= size) return UNSATISFIABLE;
  return { kind: "partial", start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}
