import type { StillArray } from "../../src/fleet/still-array.ts";

/** The numbers of a still array of 32 bits, read at once. */
export function wordsOf(still: StillArray): Uint32Array {
  const bytes = new Uint8Array(still.byteLength);
  still.copyTo(bytes, 0);
  return new Uint32Array(bytes.buffer);
}
