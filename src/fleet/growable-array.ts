/** Numbers side by side, without an object for each. */
type GrowableArray = Int32Array | Uint32Array | Uint16Array | Float64Array;

/**
 * The same array where it has room for `least` numbers, else a larger copy: a sixteenth more than asked for, so that what
 * is kept for a million costs little more than a million times what is kept for one.
 */
export function withRoom<Array extends GrowableArray>(array: Array, least: number): Array {
  if (least <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => Array)(least + (least >>> 4) + 64);
  larger.set(array as never);
  return larger;
}
