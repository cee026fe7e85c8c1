import { formatVersion, parseVersion, type Version } from "../catalog/version.ts";
import { formatInstant, type Instant, parseInstant } from "../instant.ts";

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A record as readable JSON and back: `decode(encode(value))` equals `value`. */
export interface Codec<Value> {
  encode(value: Value): Json;
  decode(json: Json): Value;
}

/** A codec for values that are JSON already: texts, numbers, booleans, and lists and objects of these. */
export function plain<Value>(): Codec<Value> {
  return { encode: (value) => value as Json, decode: (json) => json as Value };
}

/** Instants as ISO 8601 in UTC. */
export const INSTANT: Codec<Instant> = {
  encode: formatInstant,
  decode(json) {
    const instant = parseInstant(String(json));
    if (!instant.ok) throw new Error(instant.error.message);
    return instant.value;
  },
};

/** Versions as dotted numbers, as the vendor wrote them. */
export const VERSION: Codec<Version> = {
  encode: formatVersion,
  decode(json) {
    const version = parseVersion(String(json));
    if (!version.ok) throw new Error(version.error.message);
    return version.value;
  },
};

export function nullable<Value>(codec: Codec<Value>): Codec<Value | null> {
  return {
    encode: (value) => (value === null ? null : codec.encode(value)),
    decode: (json) => (json === null ? null : codec.decode(json)),
  };
}

type JsonObject = { readonly [name: string]: Json };

/** A codec for objects, field by field; a new field of a record does not compile without a codec here. */
export function object<Value extends object>(
  fields: {
    readonly [Name in keyof Value]-?: Codec<Value[Name]>;
  },
): Codec<Value> {
  const names = Object.keys(fields) as (keyof Value & string)[];
  return {
    encode: (value) => Object.fromEntries(names.map((name) => [name, fields[name].encode(value[name])])),
    decode: (json) => {
      const stored = json as JsonObject;
      return Object.fromEntries(
        names.map((name) => [name, fields[name].decode(stored[name] ?? null)]),
      ) as Value;
    },
  };
}

/** A codec for objects whose property names are data, such as ids. */
export function dictionary<Value>(codec: Codec<Value>): Codec<Readonly<Record<string, Value>>> {
  return {
    encode: (values) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, codec.encode(value)])),
    decode: (json) =>
      Object.fromEntries(Object.entries(json as JsonObject).map(([name, one]) => [name, codec.decode(one)])),
  };
}
