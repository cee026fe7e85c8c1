import { formatOsVersion, type OsVersion, parseOsVersion } from "../catalog/os-version.ts";
import { formatVersion, parseVersion, type Version } from "../catalog/version.ts";
import { formatInstant, type Instant, parseInstant } from "../instant.ts";
import { type ActorReference, toActorReference } from "../tenancy/actor.ts";

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The id of another record in a record, with the subject of that other one. */
export interface Reference {
  readonly subject: "partner" | "organization" | "user" | "release";
  readonly id: string;
}

/**
 * A reader of the references and actors in a record while it is encoded. Texts that people wrote are neither, whatever
 * they contain.
 */
export interface RecordReader {
  reference(reference: Reference): void;
  /** Reads an actor in the record; gives the JSON to write in its place. */
  actor(actor: ActorReference): Json;
}

/** A record as readable JSON and back: `decode(encode(value))` equals `value`, if no reader replaces an actor. */
export interface Codec<Value> {
  encode(value: Value, reader?: RecordReader): Json;
  decode(json: Json): Value;
}

/** A codec for values that are JSON already: texts, numbers, booleans, and lists and objects of these. */
export function plain<Value>(): Codec<Value> {
  return { encode: (value) => value as Json, decode: (json) => json as Value };
}

/** A codec for the id of another record. */
export function idOf(subject: Reference["subject"]): Codec<string> {
  return {
    encode: (id, reader) => {
      reader?.reference({ subject, id });
      return id;
    },
    decode: (json) => String(json),
  };
}

/** A codec for a list in which each item has this codec. */
export function list<Value>(codec: Codec<Value>): Codec<readonly Value[]> {
  return {
    encode: (values, reader) => values.map((value) => codec.encode(value, reader)),
    decode: (json) => (json as readonly Json[]).map((item) => codec.decode(item)),
  };
}

/** An actor. It omits a partner or an organization that is not recorded, so that older entries are written as before. */
export const ACTOR_REFERENCE: Codec<ActorReference> = {
  encode: (actor, reader) =>
    reader ? reader.actor(actor) : (toActorReference(actor) as unknown as JsonObject),
  decode: (json) => json as unknown as ActorReference,
};

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

/** Versions of operating systems as dotted numbers. */
export const OS_VERSION: Codec<OsVersion> = {
  encode: formatOsVersion,
  decode(json) {
    const version = parseOsVersion(String(json));
    if (!version.ok) throw new Error(version.error.message);
    return version.value;
  },
};

export function nullable<Value>(codec: Codec<Value>): Codec<Value | null> {
  return {
    encode: (value, reader) => (value === null ? null : codec.encode(value, reader)),
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
    encode: (value, reader) =>
      Object.fromEntries(names.map((name) => [name, fields[name].encode(value[name], reader)])),
    decode: (json) => {
      const stored = json as JsonObject;
      return Object.fromEntries(
        names.map((name) => [name, fields[name].decode(stored[name] ?? null)]),
      ) as Value;
    },
  };
}

/** A codec for objects whose property names are ids of other records. */
export function dictionary<Value>(
  ids: Codec<string>,
  codec: Codec<Value>,
): Codec<Readonly<Record<string, Value>>> {
  return {
    encode: (values, reader) =>
      Object.fromEntries(
        Object.entries(values).map(([id, value]) => [
          String(ids.encode(id, reader)),
          codec.encode(value, reader),
        ]),
      ),
    decode: (json) =>
      Object.fromEntries(Object.entries(json as JsonObject).map(([name, one]) => [name, codec.decode(one)])),
  };
}
