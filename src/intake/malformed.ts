import type { z } from "zod";
import { err, ok, type Result, refuse } from "../result.ts";
import type { MalformedMetadata } from "./found-file.ts";

/** Refuses `metadata_malformed`: what is wrong in a file, and what was expected. */
export function malformed(
  path: string,
  what: string,
): { readonly ok: false; readonly error: MalformedMetadata } {
  const message = `${path}: ${what}; build it again, or leave the file out`;
  return err(refuse("metadata_malformed", message));
}

/** Reads a value by a schema. Refuses `metadata_malformed` with the first field that does not fit. */
export function readShape<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  value: unknown,
): Result<z.output<Schema>, MalformedMetadata> {
  const read = schema.safeParse(value);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const field = issue?.path.join(".") ?? "";
  return malformed(path, `${field === "" ? "it" : field} is not as expected (${issue?.message})`);
}

/** The text of a JSON file as a value of a schema. Refuses `metadata_malformed`. */
export function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  text: string,
): Result<z.output<Schema>, MalformedMetadata> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return malformed(path, "it is not JSON");
  }
  return readShape(path, schema, value);
}
