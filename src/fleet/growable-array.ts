/** A typed array: numbers in packed memory. */
export type GrowableArray = Int32Array | Uint32Array | Uint16Array | Float64Array;

/**
 * The same array if it has room for `least` numbers, else a larger copy. It grows by a sixteenth more than asked for,
 * so that little memory is unused.
 */
export function withRoom<Array extends GrowableArray>(array: Array, least: number): Array {
  if (least <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => Array)(least + (least >>> 4) + 64);
  larger.set(array as never);
  return larger;
}
