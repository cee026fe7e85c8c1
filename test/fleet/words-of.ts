import type { ArraySnapshot } from "../../src/fleet/array-snapshot.ts";

/** The numbers of a snapshot of an array of 32 bits, read at once. */
export function wordsOf(snapshot: ArraySnapshot): Uint32Array {
  const bytes = new Uint8Array(snapshot.byteLength);
  snapshot.copyTo(bytes, 0);
  return new Uint32Array(bytes.buffer);
}
