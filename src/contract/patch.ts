import { z } from "zod";

type PatchFields<Fields extends Readonly<Record<string, z.ZodType>>> = {
  [Name in keyof Fields]: z.ZodOptional<z.ZodNullable<Fields[Name]>>;
};

/** An object for a change: what is left out stays, null takes away. */
export function patchOf<Fields extends Readonly<Record<string, z.ZodType>>>(fields: Fields) {
  const entries = Object.entries(fields).map(([name, field]) => [name, field.nullable().optional()]);
  return z.strictObject(Object.fromEntries(entries) as PatchFields<Fields>);
}
