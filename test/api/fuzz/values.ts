import type { Dice } from "./dice.ts";
import { resolve, type Schema } from "./document-reader.ts";
import { hostileJson, hostileText } from "./hostile.ts";

/** What values are made for: whose ids and names they hold. */
export interface Making {
  readonly dice: Dice;
  /** An id: of the caller's own world, of another one, or nobody's. */
  readonly id: (kind: string | null) => string;
  /** A name that is told apart from another world's, or an id in its place: also of another world. */
  readonly name: () => string;
  /** The end of a page of a list: one that was given out, to this caller or to another. */
  readonly cursor: () => string;
}

/** A value that the schema allows, as far as a schema says it. */
export function validValue(written: Schema, making: Making, name = ""): unknown {
  const { dice } = making;
  const schema = resolve(written);
  const choices = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (choices) return validValue(dice.pick(choices), making, name);
  if ("const" in schema) return schema.const;
  if (schema.enum) return dice.pick(schema.enum as readonly unknown[]);
  switch (schema.type) {
    case "object":
      return validObject(schema, making);
    case "array":
      return validArray(schema, making, name);
    case "integer":
      if (name === "max") return dice.pick([1, 1, 2, 1000]);
      if (name === "after" || name === "before") return dice.between(1, 300);
      return dice.between(Number(schema.minimum ?? 0), Math.min(Number(schema.maximum ?? 100), 1_000_000));
    case "number":
      return dice.between(Number(schema.minimum ?? 0), Math.min(Number(schema.maximum ?? 100), 1_000_000));
    case "boolean":
      return dice.percent(50);
    case "null":
      return null;
    case "string":
      return validText(schema, making, name);
    default:
      return hostileJson(dice);
  }
}

function validObject({ properties = {}, required = [] }: Schema, making: Making): Record<string, unknown> {
  const fields = Object.entries(properties as Record<string, Schema>).filter(([name]) => {
    return (required as readonly string[]).includes(name) || making.dice.percent(50);
  });
  return Object.fromEntries(fields.map(([name, schema]) => [name, validValue(schema, making, name)]));
}

function validArray({ items = {}, minItems = 0 }: Schema, making: Making, name: string): unknown[] {
  const length = making.dice.pick([0, 1, 1, 1, 2]) + Number(minItems);
  return Array.from({ length }, () => validValue(items as Schema, making, name));
}

function validText(schema: Schema, making: Making, name: string): string {
  const { description = "", format, pattern, maxLength, examples } = schema;
  const { dice } = making;
  if (name === "after") return making.cursor();
  if (examples) return String(dice.pick(examples as readonly unknown[]));
  const about = String(description);
  if (about.startsWith("A UUID")) return making.id(kindOf(name));
  if (about.startsWith("ISO 8601")) return dice.pick(MOMENTS);
  if (about.startsWith("Two to four")) return `${dice.between(44, 47)}.${dice.between(0, 40)}`;
  if (about.startsWith("One to four")) return dice.pick(["10.0.19045", "10.0.22631", "12.7", "22.04"]);
  if (format === "email") return `${making.name().replaceAll(/\W/g, ".")}@example.org`;
  if (format === "uri") return "https://cdn.example.org/app.exe";
  if (String(pattern).includes("{86}")) return `${"A".repeat(86)}==`;
  if (String(pattern).includes("{64}")) return "0".repeat(64);
  if (maxLength === 20) return dice.pick(["exe", "dmg", "zip", "appimage"]);
  return making.name();
}

/** What an id is of, by the name of its field: `partnerIds` are of partners. */
function kindOf(name: string): string | null {
  const kind = /^(\w+?)Ids?$/.exec(name)?.[1] ?? null;
  return kind === "org" ? "organization" : kind;
}

const MOMENTS = [
  ...["2026-01-06", "2026-03-03T00:00:00Z", "2026-10-06T02:00:00+02:00", "2025-12-31T23:59:59.999Z"],
  ...["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"],
];

/** Something of a valid value is no more valid: a field is gone, is one too many, or holds what it must not. */
export function nearlyValid(value: unknown, making: Making): unknown {
  const { dice } = making;
  if (typeof value === "string" && dice.percent(70)) return spoiltText(value, dice);
  if (typeof value !== "object" || value === null || dice.percent(10)) return hostileJson(dice);
  if (Array.isArray(value)) {
    if (value.length === 0) return [hostileJson(dice)];
    const place = dice.between(0, value.length - 1);
    return value.map((item, index) => (index === place ? nearlyValid(item, making) : item));
  }
  const fields = Object.entries(value);
  if (fields.length === 0 || dice.percent(10)) return { ...value, [hostileText(dice)]: hostileJson(dice) };
  const [name, inner] = dice.pick(fields);
  if (dice.percent(10)) return Object.fromEntries(fields.filter(([other]) => other !== name));
  return { ...value, [name]: dice.percent(30) ? hostileJson(dice) : nearlyValid(inner, making) };
}

/** The type is right, and what stands in it is not: instead of a good text, behind it, before it. */
function spoiltText(text: string, dice: Dice): string {
  const hostile = hostileText(dice);
  return dice.pick([
    hostile,
    text + hostile,
    hostile + text,
    text.toUpperCase(),
    text.slice(1),
    text.repeat(2),
  ]);
}
